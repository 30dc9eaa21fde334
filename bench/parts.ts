/** What can be measured, part by part. */
import type { Baselines } from './baselines.ts';
import { measureColdSweep } from './cold-sweep.ts';
import type { Effort } from './effort.ts';
import { measureFull } from './full-model.ts';
import { measureHeap } from './hold-model.ts';
import { measureMemory } from './peak-memory.ts';
import { measurePrecision } from './precision.ts';
import { measureCore } from './queueing-core.ts';
import type { Parts } from './results.ts';
import { measureScaling } from './scaling.ts';
import { measureTimeSpent } from './time-spent.ts';
import { measureWorkers } from './two-workers.ts';

export const PARTS = {
  core: 'the queueing core, beside C++, plain JavaScript and SimPy',
  full: 'bytes and memory, beside the queueing core in C++',
  heap: 'the heap, beside std::priority_queue',
  workers: 'two workers, beside two processes of C++',
  memory: 'peak memory of short and long runs',
  profile: 'which files the time goes to',
  sweep: 'npm run sweep from cold, by phase',
  precision: 'events to a given precision, with and without variance reduction',
  scaling: 'time per request as pods, requests in flight, clients and horizon grow',
} as const;

export type PartName = keyof typeof PARTS;

const MEASURES: {
  readonly [Name in PartName]: (
    effort: Effort,
    baselines: Baselines,
  ) => Promise<NonNullable<Parts[Name]>>;
} = {
  core: measureCore,
  full: measureFull,
  heap: measureHeap,
  workers: measureWorkers,
  memory: measureMemory,
  profile: measureTimeSpent,
  sweep: measureColdSweep,
  precision: measurePrecision,
  scaling: measureScaling,
};

/** @param onPart is told of each part as it begins */
export async function measure(
  names: readonly PartName[],
  effort: Effort,
  baselines: Baselines,
  onPart: (name: PartName) => void,
): Promise<Parts> {
  const parts: Partial<Record<PartName, unknown>> = {};
  for (const name of names) {
    onPart(name);
    parts[name] = await MEASURES[name](effort, baselines);
  }
  return parts as Parts;
}
