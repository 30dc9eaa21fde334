/** The style of the page: a quiet column of text, wide charts, and a printable sheet. */

export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #222; --muted: #5f6368; --line: #dadce0; --accent: #0b5a8f; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 5rem; max-width: 78rem; color: var(--ink);
  background: #fff; font: 16px/1.6 "DejaVu Sans", Verdana, system-ui, sans-serif; }
header .kind { margin: 0; color: var(--muted); font-size: .85rem; }
h1 { margin: .2rem 0 1rem; font-size: 2rem; line-height: 1.25; }
h2 { margin: 3rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line);
  font-size: 1.35rem; }
p, ul { max-width: 50rem; }
li { margin: .35rem 0; }
a { color: var(--accent); }
nav ol { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: 0; padding: .7rem 1rem;
  list-style: none; background: #f6f8fa; border-radius: 6px; font-size: .9rem; }
nav li { margin: 0; }
#answer ul { padding: .9rem 1.2rem .9rem 2.2rem; background: #eef5fa; border-left: 4px solid var(--accent);
  border-radius: 0 6px 6px 0; }
figure { margin: 1.5rem 0; padding: .5rem; border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
figure .vega-embed { width: 100%; padding-right: 0; }
[hidden] { display: none !important; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .85rem; line-height: 1.4; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top; }
th { border-bottom: 2px solid #9aa0a6; font-weight: 600; }
tbody tr:nth-child(even) { background: #fafbfc; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code, pre { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .88em; }
p code, li code { overflow-wrap: anywhere; }
code { padding: .05em .3em; background: #f1f3f4; border-radius: 3px; }
pre { padding: .8rem 1rem; background: #f6f8fa; border-radius: 6px; overflow-x: auto; }
pre code { padding: 0; background: none; }
details { margin: .8rem 0; }
summary { cursor: pointer; color: var(--accent); }
@media (max-width: 45rem) {
  body { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .wide table { width: max-content; }
  th, td { max-width: 17rem; }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  nav, .vega-embed details { display: none; }
  figure, tr { break-inside: avoid; }
  figure { border: none; padding: 0; }
  h2 { break-after: avoid; }
}
`;
