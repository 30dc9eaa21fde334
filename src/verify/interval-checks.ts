/** Whether our own intervals contain the truth as often as they should. */

import { Stream } from '../random/stream.ts';
import { estimateRun } from '../simulation/oracle.ts';
import { exactSequentialCoverage } from '../stats/exact-coverage.ts';
import { clopperPearson, wilson } from '../stats/proportion.ts';
import {
  checkpoints,
  proportionVerdict,
  SequentialStop,
  type StoppingRule,
} from '../stats/stopping-rule.ts';
import { oracleCases } from '../theory/cases.ts';
import { shortened } from '../theory/run-length.ts';
import type { Check } from './check.ts';
import type { Figure } from './figure.ts';
import { agrees } from './figure.ts';
import { figureOf } from './oracle-checks.ts';

const QUICK = 4000;
const FULL = 40_000;

/** The budget of a design point, with a rare kill: p, and the rule. */
const KILL = 0.02;
const RULE: StoppingRule = { relative: 0.25, absolute: 0.004, first: 100, budget: 2000 };

export const INTERVAL_CHECKS: readonly Check[] = [
  {
    id: 'O11 fixed number of runs',
    deep: false,
    run({ seed, full }) {
      const [n, p] = [100, 0.01];
      const hits = (stream: Stream) => hitsOf(stream, n, p);
      return [
        coverage('wilson', full, seed, exactly([n], p, wilson), (stream) =>
          contains(wilson(hits(stream), n), p),
        ),
        coverage('clopper-pearson', full, seed, exactly([n], p, clopperPearson), (stream) =>
          contains(clopperPearson(hits(stream), n), p),
        ),
      ];
    },
  },
  {
    id: 'O11 runs until precise',
    deep: false,
    run({ seed, full }) {
      const enough = (k: number, n: number) => proportionVerdict(RULE, k, n) !== 'go on';
      const theory = exactSequentialCoverage(checkpoints(RULE), KILL, clopperPearson, enough).both;
      return [
        coverage('clopper-pearson', full, seed, theory, (stream) => {
          const stop = new SequentialStop(RULE);
          let [kills, runs] = [0, 0];
          do {
            kills += hitsOf(stream, stop.wanted - runs, KILL);
            runs = stop.wanted;
          } while (stop.absorb({ kills }) === 'go on');
          return contains(clopperPearson(kills, runs), KILL);
        }),
      ];
    },
  },
  {
    id: 'O11 batch means of M/M/1',
    deep: true,
    run({ seed }) {
      const cases = oracleCases().filter(({ run }) => run === 'O1 c=1 rho=0.5');
      const covered = cases.map(() => 0);
      for (let run = 0; run < MACRO; run++) {
        const seeded = cases.map((oracle) => ({
          ...shortened(oracle, 1 / 30),
          seed: `${seed}/${run} ${oracle.seed}`,
        }));
        for (const [i, estimate] of estimateRun(seeded).entries()) {
          if (agrees(figureOf(seeded[i]!, estimate), 0.95)) covered[i]!++;
        }
      }
      return cases.map(({ statistic }, i) => shareOf(statistic, 0.95, covered[i]!, MACRO));
    },
  },
];

const MACRO = 1000;

function exactly(checks: readonly number[], p: number, interval: typeof wilson): number {
  return exactSequentialCoverage(checks, p, interval, () => true).both;
}

function coverage(
  name: string,
  full: boolean,
  seed: number,
  theory: number,
  covers: (stream: Stream) => boolean,
): Figure {
  const times = full ? FULL : QUICK;
  const stream = new Stream(`${seed}/coverage of ${name}`);
  let covered = 0;
  for (let run = 0; run < times; run++) if (covers(stream)) covered++;
  return shareOf(name, theory, covered, times);
}

function shareOf(name: string, theory: number, hits: number, trials: number): Figure {
  return { name, theory, simulated: hits / trials, evidence: { kind: 'share', hits, trials } };
}

function hitsOf(stream: Stream, trials: number, p: number): number {
  let hits = 0;
  for (let trial = 0; trial < trials; trial++) if (stream.next() < p) hits++;
  return hits;
}

function contains({ low, high }: { low: number; high: number }, value: number): boolean {
  return low <= value && value <= high;
}
