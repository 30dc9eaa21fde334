/** `spillway oom`: P(OOM) of one model, however rare, and what the calibration lets one claim. */
import { availableParallelism } from 'node:os';
import type { Model } from '../config/config.ts';
import { readExtended } from '../config/extend.ts';
import { type OomEstimate, oomSteps } from '../rare/estimate-oom.ts';
import { PeakTail } from '../stats/peak-tail.ts';
import { type DrawnRuns, twoFigures } from '../stats/two-figures.ts';
import { calibrationOf, unknownsOf } from '../sweep/plan-unknowns.ts';
import type { NoUnknowns, Unknowns } from '../sweep/second-figure.ts';
import { Interrupted } from './errors.ts';
import { readIfThere } from './files.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';
import { namedModel } from './named-model.ts';
import { type OomAnswer, oomJson, oomStory } from './oom-story.ts';
import { Progress } from './progress.ts';

export interface OomCommandOptions {
  readonly set: readonly string[];
  readonly seed: string;
  /** Relative standard error to aim at. */
  readonly precision: number;
  /** Events. */
  readonly budget: number;
  /** Of the fitted numbers, for the second figure. */
  readonly draws: number;
  readonly json?: boolean;
}

/** Under each draw of the fitted numbers, with a partner each. */
const RUNS_PER_DRAW = 2;
/** Between looks for Ctrl-C [s]. */
const BREATH = 0.05;

export async function oomCommand(name: string, options: OomCommandOptions, io: Io): Promise<void> {
  const { model, unknowns } = readAll(name, options);
  const given = await estimate(model, options, io);
  const withError = await secondFigure(model, unknowns, io);
  const { precision, budget, seed } = options;
  const answer: OomAnswer = {
    name,
    seed,
    precision,
    budget,
    event: model.run.event,
    given,
    withError,
  };
  io.out(options.json ? oomJson(answer) : oomStory(answer, io.tableColumns));
}

function readAll(
  name: string,
  { set, seed, draws }: OomCommandOptions,
): { readonly model: Model; readonly unknowns: Unknowns | NoUnknowns } {
  const { model, file, files, overrides } = namedModel(name, set);
  const { tree } = readExtended(file, readIfThere);
  const calibration = calibrationOf(
    { tree: tree!, files, read: readIfThere },
    { draws, runs: RUNS_PER_DRAW },
    `${seed}/second`,
  );
  return { model, unknowns: unknownsOf(calibration, model.pod.handler, overrides) };
}

/** In this thread, with a breath in between in which Ctrl-C is heard and progress shown. */
async function estimate(model: Model, options: OomCommandOptions, io: Io): Promise<OomEstimate> {
  const progress = new Progress(io, 'events');
  progress.expect(options.budget);
  const steps = oomSteps(model, options);
  let pending = 0;
  let breathedAt = io.clock();
  try {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      pending += step.value;
      if (io.clock() - breathedAt < BREATH) continue;
      progress.advance('oom, at most', pending, false);
      pending = 0;
      await new Promise((resolve) => setImmediate(resolve));
      if (io.signal.aborted) throw new Interrupted();
      breathedAt = io.clock();
    }
  } finally {
    progress.clear();
  }
}

async function secondFigure(
  model: Model,
  unknowns: Unknowns | NoUnknowns,
  io: Io,
): Promise<OomAnswer['withError']> {
  if ('reason' in unknowns) return unknowns;
  const { memoryLimit } = model.pod;
  if (memoryLimit === Number.POSITIVE_INFINITY) return { reason: 'there is no memory limit' };
  const { draws, sigma } = unknowns;
  const runs = await inPool({ workers: availableParallelism() }, io, (pool, progress) => {
    progress.expect(2 * draws.length * RUNS_PER_DRAW);
    return Promise.all(
      draws.map(async ({ draw, seeds }): Promise<DrawnRuns> => {
        const asked = [draw, {}].map((each) => ({ draw: each, seeds }));
        const [drawn, fitted] = await pool.execute({ kind: 'peaks', model, draws: asked });
        progress.advance('oom, with model error', 2 * RUNS_PER_DRAW, false);
        return { drawn: drawn!, fitted: fitted! };
      }),
    );
  });
  const tail = new PeakTail(runs.flatMap(({ fitted }) => fitted.flatMap((peak) => peak ?? [])));
  const figures = twoFigures(runs, tail, memoryLimit, { sigma });
  const numbers = Object.keys(draws[0]!.draw).length;
  return { ...figures, sigma, draws: draws.length, runsPerDraw: RUNS_PER_DRAW, numbers };
}
