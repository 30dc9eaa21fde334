/** The report as Markdown; charts are links to the files beside it. */
import type { Chart } from '../plots/chart-spec.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Block } from './block.ts';
import { sectionsOf } from './sections.ts';

export function markdownReport(results: ExperimentResults, charts: readonly Chart[]): string {
  const parts = [`# ${inline(results.experiment.title)}`];
  for (const section of sectionsOf(results, charts)) {
    parts.push(`## ${section.title}`, ...section.blocks.map(written));
  }
  return `${parts.join('\n\n')}\n`;
}

function written(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return inline(block.text);
    case 'list':
      return block.items.map((item) => `- ${inline(item)}`).join('\n');
    case 'table':
      return table(block);
    case 'code':
      return fenced(block.text);
    case 'chart':
      return `![${inline(block.chart.alt).replace(/[[\]]/g, '')}](charts/${block.chart.name}.svg)`;
    case 'details': {
      const inner = block.blocks.map(written).join('\n\n');
      return `<details><summary>${inline(block.summary)}</summary>\n\n${inner}\n\n</details>`;
    }
  }
}

/** In a fence longer than any the text has in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${text}\n${fence}`;
}

function table({ headers, numeric, rows }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const rule = headers.map((_, index) => (numeric.includes(index) ? '---:' : '---'));
  return [line(headers), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function cellText(text: string): string {
  return inline(text).replace(/\|/g, '\\|');
}

/** One line, with nothing in it that a reader's Markdown would take for a tag. */
function inline(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/&/g, '&amp;').replace(/</g, '&lt;').trim();
}
