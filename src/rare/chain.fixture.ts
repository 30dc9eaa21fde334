/** A small Markov chain as a process, for what takes too many paths for a whole simulation. */
import { Stream } from '../random/stream.ts';
import type { RarePath } from './rare-path.ts';

interface Moment {
  readonly customers: number;
  readonly stream: Stream;
}

/** M/M/1 from one customer on: does its queue reach `level` before it is empty? */
export function busyCycle(rho: number, level: number): (seed: string) => RarePath<Moment> {
  const up = rho / (1 + rho);
  return (seed) => {
    let stream = new Stream(seed);
    let customers = 1;
    return {
      target: level,
      level: () => customers,
      step() {
        customers += stream.next() < up ? 1 : -1;
        return customers === level ? 1 : 0;
      },
      ended: () => customers === 0 || customers === level,
      // Whoever goes on from a saved moment forks first, or nobody has drawn since.
      save: () => ({ customers, stream }),
      load(moment) {
        ({ customers, stream } = moment);
      },
      fork(label) {
        stream = new Stream(`${seed}/${label}`);
      },
    };
  };
}

/** P(the level is reached), from one customer on: the gambler's ruin. */
export function reachesBeforeEmpty(rho: number, level: number): number {
  return (1 / rho - 1) / ((1 / rho) ** level - 1);
}
