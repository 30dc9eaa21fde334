/** Where each number is from, drawn or not: those nobody vouches for first, the rest folded away. */
import type { ExperimentResults, RandomLine } from '../sweep/results.ts';
import { type Block, list, paragraph } from './block.ts';

type Lines = ExperimentResults['sources'];

export function sourcesOf(lines: Lines): Block[] {
  if (lines.length === 0) return [];
  const sourced = lines.filter(({ source }) => source !== null && !isAssumed({ source }));
  const unsourced = lines.filter(({ source }) => source === null);
  const folded = (title: string, shown: Lines): Block[] =>
    shown.length === 0
      ? []
      : [{ kind: 'details', summary: `${title}: ${shown.length}`, blocks: [sourceTable(shown)] }];
  const bare = unsourced.map(({ path, value }) => `\`${path}\` ${value}`).join(', ');
  return [
    ...(unsourced.length === 0 ? [] : [paragraph(`Nobody said where these are from: ${bare}.`)]),
    ...folded('Assumed', lines.filter(isAssumed)),
    ...folded('With a source', sourced),
  ];
}

export function isAssumed({ source }: Pick<Lines[number], 'source'>): boolean {
  return source?.startsWith('assumed') ?? false;
}

export function sourceTable(lines: Lines): Block {
  return {
    kind: 'table',
    headers: ['parameter', 'value', 'source'],
    numeric: [],
    rows: lines.map(({ path, value, source }) => [`\`${path}\``, value, source ?? '']),
  };
}

export function drawnList(lines: readonly RandomLine[]): Block {
  return list(
    lines.map(({ path, text, source }) => `\`${path}\`: ${text} (${source ?? 'no source given'})`),
  );
}
