/** A process of its own for what is measured, so that nobody else's heap or compiled code is in it. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { PACKAGE_ROOT, WORKER_URL } from '../src/cli/package-root.ts';
import type { Model } from '../src/config/config.ts';
import type { HoldOptions } from './hold.ts';
import type { PooledRunsOptions } from './pooled-runs.ts';
import type { FileShare } from './profile.ts';
import type { Timing } from './race.ts';
import type { Elapsed } from './watch.ts';

/** What a subject can be asked to do. */
export type Question =
  | {
      readonly kind: 'runs' | 'profile';
      readonly workerUrl: string;
      readonly model: Model;
      readonly seeds: readonly string[];
    }
  | ({ readonly kind: 'pool'; readonly workerUrl: string } & PooledRunsOptions)
  | ({ readonly kind: 'hold' } & HoldOptions);

/** What some runs of one model came to, and what they took. */
export interface Runs extends Elapsed {
  readonly requests: number;
  readonly events: number;
  readonly kills: number;
  /** Share of the requests that left the queue unserved. */
  readonly timedOut: number;
  /** When the last request of each run ended [s]. */
  readonly ends: readonly number[];
  /** Highest memory of any pod in each run [B]. */
  readonly peaks: readonly number[];
  /** Mean wait of those that reached a pod [s]. */
  readonly meanWait: number;
  /** Most memory the process has held so far [B]. */
  readonly peakResident: number;
}

/** As much as one contender of a race has done. */
export function timingOf({ requests, wall, cpu }: Runs): Timing {
  return { amount: requests, wall, cpu };
}

const SUBJECT = join(PACKAGE_ROOT, 'dist', 'bench', 'subject.js');

export class MeasuredProcess {
  readonly #child: ChildProcess;

  constructor() {
    // A model holds infinities, which JSON has no word for. The flag is that of `npm run sweep`.
    this.#child = fork(SUBJECT, {
      serialization: 'advanced',
      execArgv: ['--enable-source-maps'],
    });
  }

  /** One task of a sweep: replications of one model, by the names of their seeds. */
  runs(model: Model, seeds: readonly string[]): Promise<Runs> {
    return this.#ask({ kind: 'runs', workerUrl: WORKER_URL, model, seeds });
  }

  /** Where the time of such a task goes. */
  profile(model: Model, seeds: readonly string[]): Promise<FileShare[]> {
    return this.#ask({ kind: 'profile', workerUrl: WORKER_URL, model, seeds });
  }

  /** Runs in threads, one each. */
  pool(options: PooledRunsOptions): Promise<Timing> {
    return this.#ask({ kind: 'pool', workerUrl: WORKER_URL, ...options });
  }

  /** The hold model of the heap. */
  hold(options: HoldOptions): Promise<Timing> {
    return this.#ask({ kind: 'hold', ...options });
  }

  end(): void {
    this.#child.disconnect();
  }

  #ask<T>(question: Question): Promise<T> {
    const child = this.#child;
    return new Promise<T>((resolve, reject) => {
      const settle = (act: () => void) => {
        child.off('message', onMessage);
        child.off('exit', onExit);
        act();
      };
      const onMessage = (message: { readonly value: T } | { readonly error: string }) =>
        settle(() =>
          'error' in message ? reject(new Error(message.error)) : resolve(message.value),
        );
      const onExit = (code: number | null, signal: string | null) =>
        settle(() => reject(new Error(`the measured process died: ${signal ?? `exit ${code}`}`)));
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send(question);
    });
  }
}

/** A fresh process for one measurement. */
export async function inFreshProcess<T>(
  measure: (subject: MeasuredProcess) => Promise<T>,
): Promise<T> {
  const subject = new MeasuredProcess();
  try {
    return await measure(subject);
  } finally {
    subject.end();
  }
}
