/** Rounds in alternation: what disturbs the machine for a while disturbs all contenders alike. */
import { quantile } from '../src/stats/quantile.ts';
import type { Elapsed } from './watch.ts';

/** So much of something, done in so much time. */
export interface Timing extends Elapsed {
  readonly amount: number;
}

export interface Contender {
  readonly name: string;
  readonly measure: (round: number) => Promise<Timing>;
}

/** One contender: how much per second in each round. */
export interface Lane {
  readonly name: string;
  /** Per second of wall time, in the order taken. */
  readonly rates: readonly number[];
  readonly best: number;
  readonly median: number;
  /** Best per second of processor time: what remains of a rate where the machine is shared. */
  readonly cpu: number;
}

export type By = 'best' | 'median' | 'cpu';

export interface Race {
  readonly name: string;
  /** What is counted, per second. */
  readonly unit: string;
  readonly lanes: readonly Lane[];
}

/** Each round begins with another contender, so that none always follows the same one. */
export async function race(contenders: readonly Contender[], rounds: number): Promise<Lane[]> {
  const timings = contenders.map((): Timing[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      const lane = (round + turn) % contenders.length;
      timings[lane]!.push(await contenders[lane]!.measure(round));
    }
  }
  return contenders.map(({ name }, lane) => laneOf(name, timings[lane]!));
}

export function laneOf(name: string, timings: readonly Timing[]): Lane {
  const rates = timings.map(({ amount, wall }) => amount / wall);
  return {
    name,
    rates,
    best: Math.max(...rates),
    median: quantile(
      [...rates].sort((a, b) => a - b),
      0.5,
    ),
    cpu: Math.max(...timings.map(({ amount, cpu }) => amount / cpu)),
  };
}

export function laneNamed({ lanes }: Race, name: string): Lane | null {
  return lanes.find((lane) => lane.name === name) ?? null;
}
