/** The report as one page that works from a file, offline, under a strict policy. */
import { createHash } from 'node:crypto';
import type { Chart } from '../plots/chart-spec.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Block, Section } from './block.ts';
import { PAGE_STYLE } from './page-style.ts';
import { sectionsOf } from './sections.ts';

/**
 * @param scripts texts of vega, vega-lite and vega-embed, in that order. They run inline; the page
 * allows exactly these by their hashes, and nothing from anywhere else.
 */
export function htmlReport(
  results: ExperimentResults,
  charts: readonly Chart[],
  scripts: readonly string[],
): string {
  const { name, title } = results.experiment;
  const page = { kind: `experiment: ${name}`, title, sections: sectionsOf(results, charts) };
  return htmlPage(page, scripts);
}

export interface Page {
  /** What it is the page of, as `experiment: maxconn`. */
  readonly kind: string;
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Sections as a page. @param scripts as above */
export function htmlPage({ kind, title, sections }: Page, scripts: readonly string[]): string {
  const code = [...scripts, DRAW].map((script) => script.replace(/<\/(script)/gi, '<\\/$1'));
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(code)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${PAGE_STYLE}</style>`,
    '</head>',
    '<body>',
    `<header><p class="kind">spillway ${escapeHtml(kind)}</p>`,
    `<h1>${escapeHtml(title)}</h1></header>`,
    contents(sections),
    '<main>',
    ...sections.map(sectionHtml),
    '</main>',
    ...code.map((script) => `<script>${script}</script>`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Vega-Embed writes its own style element and style attributes. */
function policy(code: readonly string[]): string {
  const hashes = code.map(
    (script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function contents(sections: readonly Section[]): string {
  const links = sections.map(
    ({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${links.join('')}</ol></nav>`;
}

function sectionHtml({ id, title, blocks }: Section): string {
  const inner = blocks.map(blockHtml).join('\n');
  return `<section id="${id}">\n<h2>${escapeHtml(title)}</h2>\n${inner}\n</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${inline(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join('\n')}</ul>`;
    case 'table':
      return table(block);
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'chart':
      return figure(block.chart);
    case 'details':
      return `<details><summary>${inline(block.summary)}</summary>\n${block.blocks.map(blockHtml).join('\n')}</details>`;
  }
}

function table({ headers, numeric, rows }: Extract<Block, { kind: 'table' }>): string {
  const side = (index: number) => (numeric.includes(index) ? ' class="number"' : '');
  const head = headers.map((text, index) => `<th scope="col"${side(index)}>${inline(text)}</th>`);
  const body = rows.map(
    (row) =>
      `<tr>${row.map((text, index) => `<td${side(index)}>${inline(text)}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head.join('')}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>`;
}

/** The drawing is there at first sight and without scripts; a script swaps in the live chart. */
function figure({ name, alt, spec, svg }: Chart): string {
  const still = svg ?? `<p>${escapeHtml(alt)}</p>`;
  return [
    `<figure id="chart-${escapeHtml(name)}" role="group" aria-label="${escapeHtml(alt)}">`,
    `<div class="still">${still}</div>`,
    '<div class="live" hidden></div>',
    `<script type="application/json">${json(spec)}</script>`,
    '</figure>',
  ].join('\n');
}

/** JSON that cannot end the element it stands in. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

/** Escaped text with `code` in backticks. */
function inline(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** `ast` evaluates expressions by an interpreter, so that the page needs no eval. */
const DRAW = `
'use strict';
(async () => {
  const figures = [...document.querySelectorAll('figure')];
  const drawn = figures.map(async (figure) => {
    const live = figure.querySelector('.live');
    const spec = JSON.parse(figure.querySelector('script').textContent);
    const actions = { export: true, source: false, compiled: false, editor: false };
    await vegaEmbed(live, spec, { ast: true, renderer: 'svg', actions, mode: 'vega-lite' });
    live.hidden = false;
    figure.querySelector('.still').remove();
  });
  const ends = await Promise.allSettled(drawn);
  for (const end of ends) if (end.status === 'rejected') reportError(end.reason);
  document.documentElement.dataset.charts = ends.filter((end) => end.status === 'fulfilled').length;
})();
`;
