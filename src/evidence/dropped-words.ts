/** Why a setting is not the one that is recommended. */
import type { Candidate } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { readableBytes, readableDuration } from '../units/readable.ts';
import { failureInWords } from './bound-words.ts';
import { timeCell } from './figure-words.ts';
import { subjectOf } from './subject.ts';

/** `breaks P(OOM) < 1% under parts: 13%`, `is dearer: ...`. */
export function droppedInWords(candidate: Candidate, recommendation: Recommendation): string {
  const { policy } = recommendation;
  const { dropped, figures } = candidate;
  const chosen = recommendation.chosen === null ? null : subjectOf(recommendation);
  switch (dropped?.reason) {
    case undefined:
      return 'is the one recommended';
    case 'bound':
      return failureInWords(dropped, figures, policy);
    case 'dearer': {
      const instead = chosen === null ? '' : ` in place of ${readableBytes(chosen.cost)}`;
      return `is dearer: ${readableBytes(candidate.cost)}${instead}`;
    }
    case 'slower':
      return `is as cheap and slower to answer, by ${timeCell(dropped.by)}`;
    case 'tie':
      return `is as cheap and within ${readableDuration(policy.indifference.time)} as fast; the recommended one is nearer to the present`;
    case 'undecided':
      return 'is undecided: the runs did not tell whether it meets every bound';
  }
}
