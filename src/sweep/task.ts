/** What a thread is asked to do and what it answers: plain data that can be copied between threads. */
import type { Model } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import type { OracleCase } from '../theory/cases.ts';
import { type Block, blockOf } from './replication.ts';

/** Some replications of one design point. */
export interface BlockTask {
  readonly kind: 'block';
  readonly model: Model;
  readonly seeds: readonly string[];
}

/** One run, all of it; its course too where that is to be drawn. */
export interface RunTask {
  readonly kind: 'run';
  readonly model: Model;
  readonly seed: string;
  readonly timeline: boolean;
}

/** A case with a closed form, simulated. */
export interface OracleTask {
  readonly kind: 'oracle';
  readonly oracle: OracleCase;
}

export type Task = BlockTask | RunTask | OracleTask;

/** A simulated value with its error. */
export interface OracleEstimate {
  readonly simulated: number;
  readonly standardError: number;
  readonly events: number;
}

/** What a task comes back as. */
export type Answer<T extends Task> = T extends BlockTask
  ? Block
  : T extends RunTask
    ? Observations
    : OracleEstimate;

/** What the sweep needs of the simulator. */
export interface Engine {
  simulate(model: Model, seed: string, options?: { timeline?: boolean }): Observations;
  estimateOracle(oracle: OracleCase): OracleEstimate;
}

/** Runs a task somewhere: in this thread or in a pool. */
export type Execute = <T extends Task>(task: T) => Promise<Answer<T>>;

export function runTask(task: Task, engine: Engine): Answer<Task> {
  switch (task.kind) {
    case 'block':
      return blockOf(task.seeds.map((seed) => engine.simulate(task.model, seed)));
    case 'run':
      return engine.simulate(task.model, task.seed, { timeline: task.timeline });
    case 'oracle':
      return engine.estimateOracle(task.oracle);
  }
}
