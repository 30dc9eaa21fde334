/**
 * Loaded by Node before anything else, into every process of a command, this writes down as each
 * process ends what it took and which phases stand on its timeline.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

export interface ProcessRecord {
  /** The script that ran. */
  readonly script: string;
  /** From its start to its end [s]. */
  readonly wall: number;
  /** Processor time of all threads [s]. */
  readonly cpu: number;
  readonly phases: readonly Phase[];
  /** What it had taken when its first thread said it was ready for work; null without threads. */
  readonly threadReady: { readonly wall: number; readonly cpu: number } | null;
}

export interface Phase {
  readonly name: string;
  /** [s] */
  readonly wall: number;
  /** [s] */
  readonly cpu: number;
}

/** What src/cli/phase.ts adds to an entry. */
interface Measured {
  readonly detail: NodeJS.CpuUsage;
}

/** Folder for the records, handed down to all processes. */
export const TIMELINE_FOLDER = 'SPILLWAY_TIMELINE';

const folder = process.env[TIMELINE_FOLDER];
if (folder !== undefined && isMainThread) record(folder);

function record(into: string): void {
  let threadReady: ProcessRecord['threadReady'] = null;
  process.on('worker', (worker) => {
    worker.once('message', () => {
      threadReady ??= { wall: performance.now() / 1000, cpu: seconds(process.cpuUsage()) };
    });
  });
  process.on('exit', () => {
    const seen: ProcessRecord = {
      script: process.argv[1] ?? '',
      wall: performance.now() / 1000,
      cpu: seconds(process.cpuUsage()),
      phases: performance.getEntriesByType('measure').map((entry) => ({
        name: entry.name,
        wall: entry.duration / 1000,
        cpu: seconds((entry as object as Measured).detail),
      })),
      threadReady,
    };
    writeFileSync(join(into, `${process.pid}.json`), JSON.stringify(seen));
  });
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
