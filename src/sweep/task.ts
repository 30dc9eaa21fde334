/** What a thread is asked to do and what it answers: plain data that can be copied between threads. */
import type { Model } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import type { OracleEstimate } from '../simulation/oracle.ts';
import type { OracleCase } from '../theory/cases.ts';
import { type Block, blockOf } from './replication.ts';

/** Some replications of one design point. */
interface BlockTask {
  readonly kind: 'block';
  readonly model: Model;
  readonly seeds: readonly string[];
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

export type Task = BlockTask | RunTask | OracleTask;

/** What a task comes back as. */
export type Answer<T extends Task> = T extends BlockTask
  ? Block
  : T extends RunTask
    ? Observations
    : OracleEstimate;

/** What the sweep needs of the simulator. */
interface Engine {
  simulate(
    model: Model,
    seed: string,
    options?: { timeline?: boolean; attempts?: boolean },
  ): Observations;
  estimateOracle(oracle: OracleCase): OracleEstimate;
}

/** Runs a task somewhere: in this thread or in a pool. */
export type Execute = <T extends Task>(task: T) => Promise<Answer<T>>;

export function runTask(task: Task, engine: Engine): Answer<Task> {
  switch (task.kind) {
    case 'block':
      return blockOf(task.seeds.map((seed) => engine.simulate(task.model, seed)));
    case 'run':
      return engine.simulate(task.model, task.seed, {
        timeline: task.timeline,
        attempts: task.attempts === true,
      });
    case 'oracle':
      return engine.estimateOracle(task.oracle);
  }
}
