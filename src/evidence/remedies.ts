/** Changes beyond the knobs: what was simulated of them, and what was thought of and not taken. */

import { settingInWords } from '../plots/setting-words.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import type { Remedy } from '../recommend/what-if.ts';
import { type Block, paragraph } from '../report/block.ts';
import { readableBytes } from '../units/readable.ts';
import { boundInWords, highestInWords, outcomeInWords } from './bound-words.ts';
import { limitInWords } from './setting-sentences.ts';
import { subjectOf } from './subject.ts';

/** What would make an unsafe setting safe, in one sentence. */
export function helpInWords(recommendation: Recommendation): string {
  const { remedies, policy } = recommendation;
  if (remedies.length === 0) return 'No change beyond the knobs was tried.';
  const helping = remedies.filter(({ verdict }) => verdict === 'holds');
  if (helping.length === 0) {
    return `None of the changes beyond the knobs that were tried (${remedies.map(({ name }) => name).join('; ')}) was shown to meet every bound.`;
  }
  const parts = helping.map((remedy) => {
    const risk = highestInWords(remedy.figures, policy);
    const where = baseInWords(remedy, recommendation);
    return `${remedy.name}${where} (P(OOM) ${risk}${proofInWords(remedy, recommendation)})`;
  });
  return `What helps, simulated on the present setting unless said otherwise: ${parts.join('; ')}.`;
}

/** `; proof: no pod can hold more than 400 MiB of 512Mi`; empty where chance has a part. */
function proofInWords(remedy: Remedy, recommendation: Recommendation): string {
  const { isProof, deterministicBound } = remedy;
  if (!isProof || deterministicBound.bytes === null) return '';
  const most = readableBytes(deterministicBound.bytes);
  return `; proof: no pod can hold more than ${most} of ${limitOf(remedy, recommendation)}`;
}

function limitOf(remedy: Remedy, recommendation: Recommendation): string {
  return limitInWords(remedy.limit, baseOf(remedy, recommendation));
}

/** The setting that was changed. */
function baseOf({ base }: Remedy, { candidates }: Recommendation): Candidate {
  return candidates.find(({ id }) => id === base)!;
}

/** Where it is not the setting the page is about. */
function baseInWords(remedy: Remedy, recommendation: Recommendation): string {
  if (remedy.base === subjectOf(recommendation).id) return '';
  const { knobs } = recommendation.policy;
  return ` on ${settingInWords(baseOf(remedy, recommendation), knobs)}`;
}

/** What else could be done in place of turning the knobs. */
export function alternatives(recommendation: Recommendation): Block[] {
  const { remedies, alternatives: thoughtOf } = recommendation;
  return [
    ...(remedies.length === 0 ? [] : simulated(recommendation)),
    ...(thoughtOf.length === 0
      ? []
      : [
          paragraph('Thought of and not taken:'),
          {
            kind: 'table' as const,
            headers: ['alternative', 'why not'],
            numeric: [],
            rows: thoughtOf.map(({ name, why }) => [name, why]),
          },
        ]),
  ];
}

function simulated(recommendation: Recommendation): Block[] {
  const { remedies, policy, chosen } = recommendation;
  const which = chosen === null ? 'present' : 'recommended';
  return [
    paragraph(
      `Simulated on the ${which} setting unless said otherwise, all else equal. A bound is what no pod can exceed whatever chance does; one below the limit is a proof for the model as it stands, whose own error it leaves out. Bounds of the policy: ${policy.bounds.map(boundInWords).join('; ')}.`,
    ),
    {
      kind: 'table',
      headers: ['change', 'set', 'verdict', 'most a pod can hold', 'for and against'],
      numeric: [],
      rows: remedies.map((remedy) => [
        `${remedy.name}${baseInWords(remedy, recommendation)}`,
        remedy.set.map((each) => `\`${each}\``).join(', '),
        outcomeInWords(remedy, policy),
        mostHeld(remedy, recommendation),
        remedy.note,
      ]),
    },
  ];
}

function mostHeld(remedy: Remedy, recommendation: Recommendation): string {
  const { isProof, deterministicBound } = remedy;
  const { bytes, note } = deterministicBound;
  if (bytes === null) return note;
  const limit = limitOf(remedy, recommendation);
  return `${readableBytes(bytes)}, ${isProof ? `below ${limit}: proof` : `no proof for ${limit}`}; ${note}`;
}
