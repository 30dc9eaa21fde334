/** A planned policy -> all that a recommendation says, in any order of threads. */
import { calibrationFloor } from '../stats/model-error.ts';
import { deterministicBound } from '../sweep/bound.ts';
import type { Execute } from '../sweep/task.ts';
import type { Candidate, CandidateFigures } from './candidate.ts';
import { type ContestResult, FIRST } from './contest.ts';
import { Evidence } from './evidence.ts';
import { dropped, judgedOf } from './fates.ts';
import { figuresOf } from './figures.ts';
import { givenModel } from './given-model.ts';
import { influencesOf } from './influences.ts';
import { neighboursOf } from './neighbours.ts';
import type { PlannedPolicy } from './plan-policy.ts';
import type { PlannedCandidate } from './planned-candidates.ts';
import { procedureOf } from './procedure.ts';
import type { Recommendation } from './recommendation.ts';
import { remediesOf } from './remedies.ts';
import { type Columns, select } from './selection.ts';
import { stressesOf } from './stresses.ts';

export interface RecommendOptions {
  readonly execute: Execute;
  readonly onRuns: (runs: number) => void;
  readonly made: Recommendation['made'];
}

/** What all parts of a recommendation are made from, once the choice is made. */
export interface Chosen {
  readonly plan: PlannedPolicy;
  readonly evidence: Evidence;
  /** The chosen setting, else the present one. */
  readonly subject: PlannedCandidate;
  readonly present: PlannedCandidate;
  readonly candidates: readonly Candidate[];
  readonly isChosen: boolean;
}

export async function recommend(
  plan: PlannedPolicy,
  { execute, onRuns, made }: RecommendOptions,
): Promise<Recommendation> {
  const { facts, candidates } = plan;
  const chosenFrom = await select(plan, execute, onRuns);
  const { result, source, columns, runs: selection } = chosenFrom;
  const present = candidates.find(({ id }) => id === plan.present)!;
  await result.judges.decide(columns.entrantOf(present));
  const subject = candidates.find(({ id }) => id === result.chosen) ?? present;
  const ours = [subject, present].flatMap(({ column }) => columns.streamsOf(column));
  await Promise.all(ours.map((stream) => stream.extend(plan.evidence)));
  source.settle();
  const judged = candidates.map((one) =>
    candidateOf(one, plan, result, columns, one === subject || one === present),
  );
  const evidence = new Evidence(plan, source);
  const own = { plan, evidence, subject, present, isChosen: result.chosen !== null };
  const shown = await withGivenModel(judged, own, execute, onRuns);
  const chosen: Chosen = { ...own, candidates: shown.candidates };
  const [stresses, influences, neighbours, remedies] = await Promise.all([
    stressesOf(chosen),
    influencesOf(chosen),
    neighboursOf(chosen),
    remediesOf(chosen),
  ]);
  const runs = { selection, evidence: source.runs - selection + shown.runs };
  return {
    policy: facts,
    model: { name: plan.base.name, description: plan.base.description, file: plan.modelFile },
    made,
    quick: plan.quick,
    verdict: verdictOf(result),
    chosen: result.chosen,
    present: plan.present,
    candidates: shown.candidates,
    procedure: procedureOf(plan, result, chosenFrom, runs),
    remedies,
    stresses,
    influences,
    neighbours,
    calibration: calibrationOf(plan, subject, columns),
    sources: plan.sources,
    random: plan.random,
    incident: plan.incident,
    alternatives: plan.spec.alternatives,
    invalidWhen: [
      ...plan.spec.invalidWhen,
      ...influences.flatMap(({ factor, flipsBetween }) =>
        flipsBetween === null
          ? []
          : [`${factor} goes from ${flipsBetween[0].label} to ${flipsBetween[1].label}`],
      ),
    ],
    open: plan.spec.open,
  };
}

/** Roughly how many runs it takes, for who waits. */
export function expectedRuns({ facts, candidates, spec, evidence }: PlannedPolicy): number {
  const columns = new Set(candidates.map(({ column }) => column)).size;
  const required = facts.scenarios.filter((one) => one.required).length;
  const levels = spec.influences.reduce(
    (sum, { values, variants }) => sum + (values ?? variants ?? []).length,
    0,
  );
  const selection = Math.min(facts.budget, required * (columns * FIRST + ACCEPTING));
  const looks = 2 * (STRESSES + spec.stresses.length) + 2 * facts.knobs.length;
  const beside = required * (looks + spec.remedies.length) + levels + 4 * facts.scenarios.length;
  return selection + evidence * beside;
}

/** Runs until a setting without a loss is accepted, in thousands, and stresses of every policy. */
const ACCEPTING = 1200;
const STRESSES = 6;

function candidateOf(
  one: PlannedCandidate,
  plan: PlannedPolicy,
  result: ContestResult,
  columns: Columns,
  isOurs: boolean,
): Candidate {
  const { facts } = plan;
  const names = columns.required.map((index) => facts.scenarios[index]!.name);
  const feasibility = result.judges.all.get(one.id);
  const streams = columns.streamsOf(one.column);
  const limits = columns.limitsOf(one);
  const isDrawn = columns.circumstancesOf(one.column).map(({ draw }) => draw !== null);
  const figures = streams.flatMap(({ trials, sigma }, index): CandidateFigures[] =>
    trials.length === 0
      ? []
      : [figuresOf(names[index]!, { trials, sigma, isDrawn: isDrawn[index]! }, limits[index]!)],
  );
  return {
    id: one.id,
    values: one.values,
    labels: one.labels,
    cost: one.cost,
    verdict: feasibility?.verdict ?? 'open',
    dropped: dropped(one, plan, result, names),
    judged: feasibility === undefined ? [] : judgedOf(feasibility, plan, names),
    figures,
    deterministicBound: !isOurs
      ? []
      : columns.circumstancesOf(one.column).map(({ model }, index) => ({
          scenario: names[index]!,
          limit: limits[index]!,
          ...deterministicBound(model),
        })),
  };
}

/** The figures given the model, and scenarios that nobody requires, of the settings that matter. */
async function withGivenModel(
  candidates: readonly Candidate[],
  { plan, evidence, subject, present }: Pick<Chosen, 'plan' | 'evidence' | 'subject' | 'present'>,
  execute: Execute,
  onRuns: (runs: number) => void,
): Promise<{ readonly candidates: readonly Candidate[]; readonly runs: number }> {
  const ours = new Map([subject, present].map((one) => [one.id, one]));
  let runs = 0;
  const all = await Promise.all(
    candidates.map(async (candidate): Promise<Candidate> => {
      const one = ours.get(candidate.id);
      if (one === undefined) return candidate;
      const figures = await Promise.all(
        plan.facts.scenarios.map(async ({ name }, index): Promise<CandidateFigures[]> => {
          const known = candidate.figures.find(({ scenario }) => scenario === name);
          const own = known ?? (await evidence.figuresAt([one.change], index));
          const given = await givenModel(plan, [one.change, plan.scenarios[index]!], execute);
          if (own === null || given === null) return [];
          runs += given.oom.runs;
          onRuns(given.oom.runs);
          const { oom, latencyP50, latencyP99 } = given;
          // Peaks of the selection are of many more runs, where nothing was drawn.
          const oomGivenModel = own.oomGivenModel ?? oom;
          return [{ ...own, oomGivenModel, latencyP50, latencyP99 }];
        }),
      );
      return { ...candidate, figures: figures.flat() };
    }),
  );
  return { candidates: all, runs };
}

function verdictOf({ chosen, fates }: ContestResult): Recommendation['verdict'] {
  if (chosen !== null) return 'recommended';
  return [...fates.values()].every(({ kind }) => kind === 'fails') ? 'none_safe' : 'undecided';
}

function calibrationOf(
  plan: PlannedPolicy,
  subject: PlannedCandidate,
  columns: Columns,
): Recommendation['calibration'] {
  const circumstances = columns.circumstancesOf(subject.column);
  const limits = columns.limitsOf(subject);
  const streams = columns.streamsOf(subject.column);
  const drawn = circumstances.find(({ draw }) => draw !== null);
  const { calibration } = plan.ground;
  if (drawn === undefined) {
    const why = 'reason' in calibration ? calibration.reason : 'the policy asks for none';
    return { sigma: null, numbers: 0, note: `nothing is drawn: ${why}`, floors: [] };
  }
  const numbers = Object.keys(drawn.draw!(0)).length;
  return {
    sigma: drawn.sigma,
    numbers,
    note: `a draw of ${numbers} fitted numbers for each run; model error ${drawn.sigma}`,
    floors: streams.map(({ trials, sigma }, index) => {
      const peaks = [...trials].map(({ peak }) => peak).sort((a, b) => a - b);
      const middle = peaks[Math.floor(peaks.length / 2)] ?? 0;
      return {
        scenario: plan.facts.scenarios[columns.required[index]!]!.name,
        floor: calibrationFloor(middle, limits[index]!, sigma),
      };
    }),
  };
}
