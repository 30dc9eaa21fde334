/** One run without a memory limit, reduced to what a choice among settings asks of it. */
import { ANSWERED_503, ENDINGS } from '../request/ending.ts';
import { calibrationFloor } from '../stats/model-error.ts';
import type { AnsweredRun, Replication } from '../sweep/replication.ts';
import type { BoundFacts } from './policy-facts.ts';

/** What a failed operation is counted as, in the mean time to the answer [s]. */
const FAILED_AFTER = 60;

export interface Trial {
  /** Highest memory of any pod by the horizon [B]. */
  readonly peak: number;
  /** Of what each bound on a share allows only so much: how much of it there was. */
  readonly losses: readonly number[];
  /** Of its operations those answered ok within 60 s. */
  readonly served: number;
  /** Of its attempts those answered 503. */
  readonly answered503: number;
  /** Mean time to the answer, a failed operation counted as 60 s [s]. */
  readonly time: number;
  /** [s] */
  readonly endedAt: number;
  /** Whether chance has no part in it: every other run is the same. */
  readonly isSure: boolean;
  /** See AnsweredRun. */
  readonly isHandedAfterReturn: boolean | null;
}

/** @param bounds those on shares, in order */
export function trialOf(run: AnsweredRun, bounds: readonly ShareBound[], isDrawn: boolean): Trial {
  const failed = run.operations - run.answered;
  const refused = ANSWERED_503.reduce((total, ending) => total + run.endings[ending], 0);
  return {
    peak: run.peakByHorizonBytes,
    losses: bounds.map((bound) => lossOf(bound, run)),
    served: partOf(run.servedWithin60s, run.operations, 1),
    answered503: partOf(refused, run.requests, 0),
    time: partOf(run.answerSeconds + failed * FAILED_AFTER, run.operations, 0),
    endedAt: run.endedAt,
    isSure: !run.drewRandom && !isDrawn,
    isHandedAfterReturn: run.isHandedAfterReturn,
  };
}

/** Chance that a limit is exceeded: certain or impossible but for the error of the model. */
export function chanceOfKill(peak: number, limit: number, sigma: number): number {
  return calibrationFloor(peak, limit, sigma);
}

type Part = (run: Replication) => readonly [part: number, of: number];

const SHARES: Readonly<Record<string, Part>> = {
  served_within_60s_share: (run) => [run.servedWithin60s, run.operations],
  answered_503_share: (run) => [
    ANSWERED_503.reduce((total, ending) => total + run.endings[ending], 0),
    run.requests,
  ],
  ...Object.fromEntries(
    ENDINGS.map((ending): [string, Part] => [
      `${ending}_share`,
      (run) => [run.endings[ending], run.requests],
    ]),
  ),
};

/** Shares that a policy may bound. */
export const SHARE_STATISTICS: readonly string[] = Object.keys(SHARES);

type ShareBound = Pick<BoundFacts, 'statistic' | 'sense'>;

/** A bound from below on what is good is one from above on what it leaves. */
function lossOf({ statistic, sense }: ShareBound, run: Replication): number {
  const [part, of] = SHARES[statistic]!(run);
  // A run without a case loses nothing.
  if (of === 0) return 0;
  return sense === '<' ? part / of : 1 - part / of;
}

function partOf(part: number, of: number, otherwise: number): number {
  return of === 0 ? otherwise : part / of;
}
