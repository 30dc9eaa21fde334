/** What the end of a request in its pod looks like to HAProxy. */
import type { Ending } from '../request/ending.ts';
import { RESPONDING, UPLOADING } from '../request/table.ts';
import type { Termination } from '../request/termination.ts';
import type { Observed } from './observed-errors.ts';
import type { VersionTraits } from './version.ts';

/** Termination state of a request the pod is through with, or has died under. */
export function podTermination(ending: Ending, stage: number, traits: VersionTraits): Termination {
  if (ending !== 'killed') return '--';
  if (stage === RESPONDING) return 'SD';
  return stage === UPLOADING ? traits.uploadCutByPod : 'SH';
}

/**
 * What `observe layer7` makes of it, or null: a cut counts if no answer had begun, but not in
 * mid-upload before 2.8 (seen on 2.6.12).
 */
export function observedEnding(
  ending: Ending,
  stage: number,
  traits: VersionTraits,
): Observed | null {
  if (ending === 'ok') return 'answered';
  if (ending === 'client_gave_up') return null;
  const isCutLater = ending === 'killed' && podTermination(ending, stage, traits) !== 'SH';
  return isCutLater ? null : 'failed';
}
