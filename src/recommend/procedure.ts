/** How the choice was made, and what is guaranteed, in words. */
import { count, percent, readableDuration } from '../units/readable.ts';
import type { ContestResult, ErrorShares } from './contest.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { Procedure } from './recommendation.ts';
import type { Selection } from './selection.ts';

const REFERENCES = [
  'S. Andradottir and S.-H. Kim, Fully sequential procedures for comparing constrained systems via simulation, Naval Research Logistics 57 (2010) 403-421: unacceptable, acceptable and desirable settings',
  'A. Wald, Sequential tests of statistical hypotheses, Annals of Mathematical Statistics 16 (1945) 117-186: the test of a chance',
  'I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting, Journal of the Royal Statistical Society B 86 (2024) 1-27: the same for shares, whenever one looks',
  'S.-H. Kim and B. L. Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM Transactions on Modeling and Computer Simulation 11 (2001) 251-273: the duels on time',
];

export function procedureOf(
  plan: PlannedPolicy,
  result: ContestResult,
  { errors, gridRuns }: Pick<Selection, 'errors' | 'gridRuns'>,
  runs: Procedure['runs'],
): Procedure {
  const { facts, candidates } = plan;
  const looked = [...result.judges.all.values()].flatMap(({ streams }) => streams);
  const isSure = looked.every(({ trials }) => trials[0]?.isSure ?? true);
  const simulated = new Set(
    candidates.filter(({ id }) => result.judges.all.has(id)).map(({ column }) => column),
  );
  const open = [...result.fates].filter(([, { kind }]) => kind === 'open').length;
  const isDecided = result.chosen !== null || open === 0;
  return {
    runs,
    gridRuns,
    candidates: candidates.length,
    simulated: simulated.size,
    correctSelection: isSure || !isDecided || open > 0 ? null : facts.level,
    guarantees: isSure
      ? ['Chance has no part in the model: one run of each setting is all there is to know.']
      : guarantees(plan, open),
    errorSpent: isSure ? [] : errorSpent(errors),
    references: REFERENCES,
  };
}

function guarantees({ facts }: PlannedPolicy, open: number): string[] {
  const { indifference, minimise } = facts;
  const room = percent(indifference.bound);
  const better = minimise === 'cost' ? 'cheaper' : 'faster';
  const sentences = [
    'No setting is recommended whose true figures break a bound under a required scenario.',
    `No ${better} setting is passed over under which what goes wrong is at most ${room} of what each bound allows; in between either answer is right.`,
    `Among settings of equal ${minimise === 'cost' ? 'cost' : 'rank'} none is faster by ${readableDuration(indifference.time)} or more, as far as differences of the mean time between settings are normal: a gain that a few runs in a hundred carry alone may be missed.`,
  ];
  if (open === 0) return sentences;
  const left = `The budget of runs ended before ${count(open, 'setting')} ${open === 1 ? 'was' : 'were'} decided, so that only the first of these is claimed.`;
  return [...sentences, left];
}

function errorSpent({ accept, reject, duels }: ErrorShares): Procedure['errorSpent'] {
  const spent = [
    {
      on: `accepting a setting that breaks a bound: divided among ${count(accept.among, 'column')} of settings that share their runs`,
      share: accept.total,
    },
    {
      on: `rejecting the best one that has room: divided among its ${count(reject.among, 'test')}`,
      share: reject.total,
    },
    {
      on: `a wrong duel on time: divided among ${count(duels.among, 'duel')}`,
      share: duels.total,
    },
  ];
  return spent.filter(({ share }) => share > 0);
}
