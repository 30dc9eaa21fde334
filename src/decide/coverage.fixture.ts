/** Systems whose edge is known, and how often an interval must contain it. */
import { type Model, modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { sfc32 } from '../stats/lindley.fixture.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { BARE_POD, NO_PROXY, poisson } from '../theory/plain-models.ts';
import { findEdges } from './find-edges.ts';
import type { RunAt } from './knob-points.ts';
import type { Outcome } from './outcome.ts';
import { calibratedSize } from './proportion-test.ts';

/** Of 1000 intervals that cover 95% of the time, 926 to 971 do: the 99.9% band. */
export const BAND = [926, 971] as const;
export const SEEDS = 1000;

export const OOM = { statistic: 'oom_probability', sense: '<', unit: 'share' } as const;
export const BOUND = 0.3;
/** 31 runs: their test errs 4.8% of the time. Counts are whole, and most sizes err less often. */
export const RUNS = calibratedSize(BOUND, 0.025, 32);

/** The search of the command, on 9 values from `from` to `to`. */
export function search(range: readonly [number, number], runAt: RunAt, whole = false) {
  const [from, to] = range;
  const scan = Array.from({ length: 9 }, (_, index) => from + ((to - from) * index) / 8);
  return findEdges({
    require: { ...OOM, bound: BOUND, text: '' },
    scan: whole ? scan.map(Math.round) : scan,
    whole,
    level: 0.95,
    runsPerValue: RUNS,
    budget: Number.POSITIVE_INFINITY,
    runAt,
  });
}

export const killed = (isKilled: boolean): Outcome => ({
  above: isKilled ? 1 : 0,
  below: 1,
  drew: true,
});

/** Run k is killed from a threshold of its own on, uniform on [0, 1]: P(kill at x) = x. */
export function thresholds(seed: number): RunAt {
  const next = sfc32(seed);
  const own = Array.from({ length: RUNS }, next);
  return async (value, runs) => runs.map((run) => killed(own[run]! < value));
}

/** The same chances, but no run has to do with the one of the same number at another value. */
export function unrelated(seed: number): RunAt {
  const next = sfc32(seed);
  return async (value, runs) => runs.map(() => killed(next() < value));
}

/** How many of the seeds give an interval with the truth in it. */
export async function covered(
  seeds: number,
  truth: number,
  interval: (seed: number) => Promise<{ readonly low: number; readonly high: number } | undefined>,
): Promise<number> {
  let hits = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const found = await interval(seed);
    if (found !== undefined && found.low <= truth && truth <= found.high) hits++;
  }
  return hits;
}

/** One upload of 0 to 100 MB held by a pod: the peak is its size, P(peak > L) = 1 - L / 100 MB. */
const ONE_UPLOAD = modelFrom({
  clients: [
    {
      kind: 'closed',
      workers: 1,
      requests: 1,
      bodySize: { law: 'uniform', min: '0MB', max: '100MB' },
    },
  ],
  haproxy: NO_PROXY,
  pod: { ...BARE_POD, handler: 'constant', service: '1s', memoryLimit: 'none' },
});
export const LIMIT = (1 - BOUND) * 100e6;

export function peaksOf(seed: number): number[] {
  return Array.from(
    { length: RUNS },
    (_, run) => simulate(ONE_UPLOAD, `${seed}/${run}`).peakMemoryBytes[0]!,
  );
}

/** Poisson uploads of 1 MB held for exponential stays of 1 s, and a limit that 10 of them cross. */
function occupancy(rate: number): Model {
  return modelFrom({
    clients: poisson(rate, { bodySize: '1MB' }),
    haproxy: NO_PROXY,
    pod: {
      ...BARE_POD,
      handler: 'constant',
      service: { law: 'exponential', mean: '1s' },
      memoryLimit: '9.5MB',
    },
    run: { horizon: '4s' },
  });
}

/** The rate at which 10 are present at once within 4 s with a chance of BOUND, from theory. */
export function rateAtBound(): number {
  let [low, high] = [1, 20];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (reachesWithin(middle, 10, 4) < BOUND) low = middle;
    else high = middle;
  }
  return low;
}

export function atRate(seed: number): RunAt {
  return async (rate, runs) => {
    const model = occupancy(rate);
    return runs.map((run) => killed(simulate(model, `${seed}/${run}`).kills.length > 0));
  };
}
