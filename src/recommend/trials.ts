/** Runs of many models on the same seeds, each made once, in any order of threads. */
import type { Model } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import { drawnModel } from '../sweep/drawn-model.ts';
import type { ParameterDraw } from '../sweep/parameter-draws.ts';
import { runSeed } from '../sweep/seeds.ts';
import type { Execute } from '../sweep/task.ts';
import type { BoundFacts } from './policy-facts.ts';
import { type Trial, trialOf } from './trial.ts';

/** A model, and what is drawn anew for each of its runs. */
export interface Circumstance {
  readonly model: Model;
  /** Of the numbers of the model by run; null where none is drawn. */
  readonly draw: ((run: number) => ParameterDraw) | null;
  /** Of the model's error of peak memory; 0 where it is left out. */
  readonly sigma: number;
}

/** The runs of one circumstance, from the first on. */
export interface TrialStream {
  readonly sigma: number;
  /** Those made so far: one where chance has no part. */
  readonly trials: readonly Trial[];
  /** Makes the first `count` if they are not there. */
  extend(count: number): Promise<void>;
}

interface OpenStream extends TrialStream {
  /** Runs that were there when the selection ended. */
  settled: number;
}

interface TrialSourceOptions {
  readonly seed: string;
  readonly execute: Execute;
  /** Of which the losses are kept: those on shares. */
  readonly bounds: readonly BoundFacts[];
  readonly onRuns: (runs: number) => void;
}

/** A task of this many runs, whatever the number of threads. */
const BLOCK = 5;

export class TrialSource {
  /** Runs made in all. */
  runs = 0;
  readonly #options: TrialSourceOptions;
  readonly #streams = new Map<string, OpenStream>();

  constructor(options: TrialSourceOptions) {
    this.#options = options;
  }

  /** From here on nobody is shown runs that others may or may not have asked for by then. */
  settle(): void {
    for (const stream of this.#streams.values()) stream.settled = stream.trials.length;
  }

  /** The first runs of a circumstance: so many, or all that were settled. */
  async first(circumstance: Circumstance, count: number): Promise<readonly Trial[]> {
    const stream = this.#open(circumstance);
    await stream.extend(count);
    return stream.trials.slice(0, Math.max(count, stream.settled));
  }

  /** The first run of a circumstance once more, with all that happened in it. */
  async course({ model, draw }: Circumstance): Promise<Observations> {
    const { seed, execute, onRuns } = this.#options;
    const drawn = drawnModel(model, draw?.(0) ?? {});
    const of = { seed: runSeed(seed, 0), timeline: true, attempts: true };
    const run = await execute({ kind: 'run', model: drawn, ...of });
    this.runs++;
    onRuns(1);
    return run;
  }

  /** Models that differ in nothing but their memory limit share their runs. */
  of(circumstance: Circumstance): TrialStream {
    return this.#open(circumstance);
  }

  #open(circumstance: Circumstance): OpenStream {
    const { model, draw, sigma } = circumstance;
    const { memoryLimit: _, ...pod } = model.pod;
    const drawn = draw === null ? [] : Object.keys(draw(0));
    // Infinity is no JSON.
    const key = JSON.stringify({ ...model, pod, drawn, sigma }, (_key, value) =>
      value === Number.POSITIVE_INFINITY ? 'none' : value,
    );
    const known = this.#streams.get(key);
    if (known !== undefined) return known;
    const stream = this.#fresh(circumstance);
    this.#streams.set(key, stream);
    return stream;
  }

  #fresh({ model, draw, sigma }: Circumstance): OpenStream {
    const trials: Trial[] = [];
    let last: Promise<void> = Promise.resolve();
    const grow = async (count: number): Promise<void> => {
      if (trials[0]?.isSure || trials.length >= count) return;
      // One run is enough to see whether chance has a part.
      if (trials.length === 0) trials.push(...(await this.#make(model, draw, 0, 1)));
      if (trials[0]!.isSure) return;
      trials.push(...(await this.#make(model, draw, trials.length, count)));
    };
    return {
      sigma,
      trials,
      settled: 0,
      extend: (count) => {
        last = last.then(() => grow(count));
        return last;
      },
    };
  }

  async #make(
    model: Model,
    draw: Circumstance['draw'],
    from: number,
    to: number,
  ): Promise<Trial[]> {
    const { seed, execute, bounds, onRuns } = this.#options;
    const all = Array.from({ length: to - from }, (_, index) => ({
      draw: draw === null ? {} : draw(from + index),
      seed: runSeed(seed, from + index),
    }));
    const starts = all.map((_, index) => index).filter((index) => index % BLOCK === 0);
    const blocks = await Promise.all(
      starts.map(async (start) => {
        const runs = all.slice(start, start + BLOCK);
        const made = await execute({ kind: 'drawn', model, runs });
        this.runs += runs.length;
        onRuns(runs.length);
        return made;
      }),
    );
    const isDrawn = all.some((run) => Object.keys(run.draw).length > 0);
    return blocks.flat().map((run) => trialOf(run, bounds, isDrawn));
  }
}
