/** What the report of an incident claims, what speaks for and against it, what would settle it. */
import type { Evidence, Incident } from '../sweep/results.ts';
import type { Block } from './block.ts';

export function claimsTable({ claims, source }: Pick<Incident, 'claims' | 'source'>): Block {
  return {
    kind: 'table',
    headers: [`claim (${source})`, 'supports', 'contradicts', 'would settle it'],
    numeric: [],
    rows: claims.map((one) => [
      one.claim,
      inWords(one.supports),
      inWords(one.contradicts),
      one.settledBy,
    ]),
  };
}

function inWords(evidence: readonly Evidence[]): string {
  return evidence.map(({ says, source }) => `${says} (${source})`).join('; ');
}
