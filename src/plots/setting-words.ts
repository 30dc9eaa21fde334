/** Settings, their knobs and their risk as people call them. */
import type { Candidate } from '../recommend/candidate.ts';
import type { KnobFacts } from '../recommend/policy-facts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { MAXCONN, MEMORY_LIMIT, PODS, QUEUE_TIMEOUT } from '../sweep/paths.ts';
import { shortPath } from './slice.ts';

const NAMES: Readonly<Record<string, string>> = {
  [MAXCONN]: 'maxconn',
  [QUEUE_TIMEOUT]: 'timeout queue',
  [MEMORY_LIMIT]: 'memory limit',
  [PODS]: 'pods',
  'pod.limiter.budget': 'limiter budget',
};

export function knobName(path: string): string {
  return NAMES[path] ?? shortPath(path);
}

/** `maxconn 40, timeout queue 30s, memory limit 512Mi`, in the order of the policy. */
export function settingInWords({ labels }: Candidate, knobs: readonly KnobFacts[]): string {
  return knobs.map(({ path }) => `${knobName(path)} ${labels[path] ?? 'none'}`).join(', ');
}

/** `P(OOM) per backup window with model errors`: which of the two figures it is. */
export function riskWords({ policy, calibration }: Recommendation): string {
  const which = calibration.sigma === null ? ', given the model' : ' with model errors';
  return `P(OOM) per ${policy.per}${which}`;
}
