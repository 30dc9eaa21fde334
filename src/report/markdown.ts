/** The report as Markdown; charts are links to the files beside it. */
import type { Chart } from '../plots/chart-spec.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Block, Section } from './block.ts';
import { sectionsOf } from './sections.ts';

export function markdownReport(results: ExperimentResults, charts: readonly Chart[]): string {
  return markdownPage(results.experiment.title, sectionsOf(results, charts));
}

/** Where the drawing of a chart is, as the page has to link it. */
export type ChartLink = (chart: Chart) => string;

const BESIDE: ChartLink = ({ name }) => `charts/${name}.svg`;

/** Sections as Markdown. */
export function markdownPage(
  title: string,
  sections: readonly Section[],
  linkOf: ChartLink = BESIDE,
): string {
  const parts = [`# ${inline(title)}`];
  for (const section of sections) {
    const blocks = section.blocks.map((block) => written(block, linkOf));
    parts.push(`## ${section.title}`, ...blocks);
  }
  return `${parts.join('\n\n')}\n`;
}

function written(block: Block, linkOf: ChartLink): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text);
    case 'list':
      return block.items.map((item) => `- ${inline(item)}`).join('\n');
    case 'table':
      return table(block);
    case 'code':
      return fenced(block.text, block.language ?? 'sh');
    case 'chart':
      return `![${inline(block.chart.alt).replace(/[[\]]/g, '')}](${linkOf(block.chart)})`;
    case 'details': {
      const inner = block.blocks.map((each) => written(each, linkOf)).join('\n\n');
      return `<details><summary>${inline(block.summary)}</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

/** In a fence longer than any the text has in it. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function table({ headers, numeric, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const rule = headers.map((_, index) => (numeric.includes(index) ? '---:' : '---'));
  return [line(headers), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function cellText(text: string): string {
  return inline(text).replace(/\|/g, '\\|');
}

/**
 * One line, with nothing in it that a reader's Markdown would take for a tag. In `code` no sign is
 * read as another, so that only what looks like a tag is changed there, to be sure.
 */
function inline(text: string): string {
  const parts = text
    .replace(/\s+/g, ' ')
    .trim()
    .split(/((?<!`)`[^`]+`(?!`))/);
  const code = (part: string) => part.replace(/<(?=[a-z/!?])/gi, '&lt;');
  const plain = (part: string) => part.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : plain(part))).join('');
}
