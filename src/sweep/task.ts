/** What a thread is asked to do and what it answers: plain data that can be copied between threads. */
import type { Model } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import type { TakeTimes } from '../observe/recorder.ts';
import type { OracleEstimate } from '../simulation/oracle.ts';
import type { OracleCase } from '../theory/cases.ts';
import type { Effort, Outcome } from '../verify/check.ts';
import { drawnModel } from './drawn-model.ts';
import type { ParameterDraw } from './parameter-draws.ts';
import { type AnsweredRun, answeredRun, type Block, BlockUnderWay } from './replication.ts';
import type { Cell } from './row.ts';
import type { Unknowns } from './second-figure.ts';
import { steadyCells } from './steady.ts';

/** Some replications of one design point. */
interface BlockTask {
  readonly kind: 'block';
  readonly model: Model;
  readonly seeds: readonly string[];
}

/** Peaks by the horizon of runs of one design point under draws of its numbers, without a limit. */
interface PeaksTask {
  readonly kind: 'peaks';
  readonly model: Model;
  readonly draws: Unknowns['draws'];
}

/** One long run of a design point, for its figures under steady load. */
interface SteadyTask {
  readonly kind: 'steady';
  readonly model: Model;
  readonly seed: string;
}

/** Runs each under a draw of its own, without a memory limit. */
interface DrawnTask {
  readonly kind: 'drawn';
  readonly model: Model;
  readonly runs: readonly { readonly draw: ParameterDraw; readonly seed: string }[];
}

/** One run, all of it; its course too where that is to be drawn. */
interface RunTask {
  readonly kind: 'run';
  readonly model: Model;
  readonly seed: string;
  readonly timeline: boolean;
  /** Every attempt of it, where they are to be listed. */
  readonly attempts?: boolean;
}

/** A case with a closed form, simulated. */
interface OracleTask {
  readonly kind: 'oracle';
  readonly oracle: OracleCase;
}

/** Something whose truth is known, by its id. */
interface CheckTask {
  readonly kind: 'check';
  readonly id: string;
  readonly effort: Effort;
}

export type Task =
  | BlockTask
  | PeaksTask
  | SteadyTask
  | DrawnTask
  | RunTask
  | OracleTask
  | CheckTask;

/** What a task comes back as. */
export type Answer<T extends Task> = T extends BlockTask
  ? Block
  : T extends PeaksTask
    ? readonly (readonly number[])[]
    : T extends SteadyTask
      ? Readonly<Record<string, Cell>>
      : T extends DrawnTask
        ? readonly AnsweredRun[]
        : T extends RunTask
          ? Observations
          : T extends CheckTask
            ? Outcome
            : OracleEstimate;

/** What the sweep needs of the simulator. */
interface Engine {
  simulate(
    model: Model,
    seed: string,
    options?: {
      timeline?: boolean;
      attempts?: boolean;
      load?: boolean;
      takeTimes?: TakeTimes;
    },
  ): Observations;
  estimateOracle(oracle: OracleCase): OracleEstimate | Promise<OracleEstimate>;
  check(id: string, effort: Effort): Outcome | Promise<Outcome>;
}

/** Runs a task somewhere: in this thread or in a pool. */
export type Execute = <T extends Task>(task: T) => Promise<Answer<T>>;

export function runTask(task: Task, engine: Engine): Answer<Task> | Promise<Answer<Task>> {
  switch (task.kind) {
    case 'block':
      return runBlock(task, engine);
    case 'peaks':
      return task.draws.map(({ draw, seeds }) => {
        const model = drawnModel(task.model, draw);
        return seeds.map((seed) => Math.max(...engine.simulate(model, seed).peakByHorizonBytes));
      });
    case 'steady': {
      const run = engine.simulate(task.model, task.seed, { load: true });
      return steadyCells(run, task.model.run.maxEvents);
    }
    case 'drawn':
      return runDrawn(task, engine);
    case 'run':
      return engine.simulate(task.model, task.seed, {
        timeline: task.timeline,
        attempts: task.attempts === true,
      });
    case 'oracle':
      return engine.estimateOracle(task.oracle);
    case 'check':
      return engine.check(task.id, task.effort);
  }
}

/** Where pods are made to die, what is handed to them afterwards is of interest. */
function runDrawn({ model, runs }: DrawnTask, { simulate }: Engine): readonly AnsweredRun[] {
  const killed = model.run.faults[0]?.pod ?? null;
  const attempts = killed !== null;
  return runs.map(({ draw, seed }) =>
    answeredRun(simulate(drawnModel(model, draw), seed, { attempts }), killed),
  );
}

/** However long the runs are, and however many: no more of them is kept than the block. */
function runBlock({ model, seeds }: BlockTask, { simulate }: Engine): Block {
  const block = new BlockUnderWay();
  const takeTimes: TakeTimes = (of, values) => block.take(of, values);
  for (const seed of seeds) block.add(simulate(model, seed, { takeTimes }));
  return block.state();
}
