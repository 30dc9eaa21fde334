/** Where each number is from: those nobody vouches for first, the rest folded away. */
import type { ExperimentResults } from '../sweep/results.ts';
import type { Block } from './block.ts';

type Lines = ExperimentResults['sources'];

export function sourcesOf(lines: Lines): Block[] {
  if (lines.length === 0) return [];
  const isAssumed = (source: string | null) => source?.startsWith('assumed') ?? false;
  const sourced = lines.filter(({ source }) => source !== null && !isAssumed(source));
  const assumed = lines.filter(({ source }) => isAssumed(source));
  const unsourced = lines.filter(({ source }) => source === null);
  const table = (shown: Lines): Block => ({
    kind: 'table',
    headers: ['parameter', 'value', 'source'],
    numeric: [],
    rows: shown.map(({ path, value, source }) => [`\`${path}\``, value, source ?? '']),
  });
  const folded = (title: string, shown: Lines): Block[] =>
    shown.length === 0
      ? []
      : [{ kind: 'details', summary: `${title}: ${shown.length}`, blocks: [table(shown)] }];
  const bare = unsourced.map(({ path, value }) => `\`${path}\` ${value}`).join(', ');
  return [
    ...(unsourced.length === 0
      ? []
      : [{ kind: 'paragraph' as const, text: `Nobody said where these are from: ${bare}.` }]),
    ...folded('Assumed', assumed),
    ...folded('With a source', sourced),
  ];
}
