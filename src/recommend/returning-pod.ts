/** A pod that dies in the middle of the crowd and returns: when, and whether that tests anything. */
import type { Observations } from '../observe/observations.ts';
import type { Trial } from './trial.ts';

/** The pod that dies. */
export const DYING_POD = 0;

/**
 * When half of the time that requests spend in the pod is behind them [s]: it is busy then, however
 * late the crowd comes and however long it stays, and as much is still to come. null: never busy.
 */
export function middleOfCrowd({ timeline }: Pick<Observations, 'timeline'>): number | null {
  const { at, inFlight } = timeline!.pods[DYING_POD]!;
  const spans = at.slice(1).map((to, index) => {
    const from = at[index]!;
    return { from, inFlight: inFlight[index]!, spent: inFlight[index]! * (to - from) };
  });
  let left = spans.reduce((sum, { spent }) => sum + spent, 0) / 2;
  for (const { from, inFlight: present, spent } of spans) {
    if (spent > 0 && spent >= left) return from + left / present;
    left -= spent;
  }
  return null;
}

/**
 * Whether runs with such a fault test anything: in more than half of them the pod was handed a
 * request after its return.
 */
export function isExercised(trials: readonly Pick<Trial, 'isHandedAfterReturn'>[]): boolean {
  const handed = trials.filter(({ isHandedAfterReturn }) => isHandedAfterReturn);
  return 2 * handed.length > trials.length;
}
