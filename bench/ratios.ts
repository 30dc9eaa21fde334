/** The figures a change is judged by: ours as a multiple of what stands beside it. */
import { heapRaceName } from './hold-model.ts';
import { memoryGrowth } from './peak-memory.ts';
import { type By, laneNamed, type Race } from './race.ts';
import type { Parts } from './results.ts';
import { parallelEfficiency } from './two-workers.ts';

export const RATIOS = [
  'core_vs_cpp',
  'core_vs_simpy',
  'full_vs_cpp',
  'heap_1e3_vs_cpp',
  'heap_1e4_vs_cpp',
  'parallel_efficiency_2',
  'rss_1e8_over_1e6',
] as const;

export type RatioName = (typeof RATIOS)[number];

/** What is aimed at, and what is accepted at the least. */
export interface Target {
  readonly what: string;
  readonly goal: number;
  readonly least: number;
  /** Whether less is better. */
  readonly below?: boolean;
}

export const TARGETS: Readonly<Record<RatioName, Target>> = {
  core_vs_cpp: { what: 'queueing core / the same in C++', goal: 1, least: 0.8 },
  core_vs_simpy: { what: 'queueing core / the same in SimPy', goal: 40, least: 40 },
  full_vs_cpp: { what: 'bytes and memory / queueing core in C++', goal: 0.25, least: 0.12 },
  heap_1e3_vs_cpp: { what: 'heap of 1,000 / std::priority_queue', goal: 1, least: 1 },
  heap_1e4_vs_cpp: { what: 'heap of 10,000 / std::priority_queue', goal: 1, least: 1 },
  parallel_efficiency_2: {
    what: 'speed-up by a second worker / that of C++',
    goal: 0.92,
    least: 0.92,
  },
  rss_1e8_over_1e6: {
    what: 'peak memory at 1e8 requests / at 1e6',
    goal: 1.2,
    least: 1.2,
    below: true,
  },
};

/** Null where a ratio was not measured. */
export type Ratios = Readonly<Record<RatioName, number | null>>;

export function ratiosOf({ core, full, heap, workers, memory }: Parts, by: By): Ratios {
  const heapOf = (pending: number) => heap?.find(({ name }) => name === heapRaceName(pending));
  return {
    core_vs_cpp: ratioIn(core?.race, 'spillway', 'cpp', by),
    core_vs_simpy: ratioIn(core?.race, 'spillway', 'simpy', by),
    full_vs_cpp: ratioIn(full, 'spillway', 'cpp', by),
    heap_1e3_vs_cpp: ratioIn(heapOf(1e3), 'spillway', 'cpp', by),
    heap_1e4_vs_cpp: ratioIn(heapOf(1e4), 'spillway', 'cpp', by),
    parallel_efficiency_2: parallelEfficiency(workers, by),
    rss_1e8_over_1e6: memoryGrowth(memory),
  };
}

/** How many times as fast one contender is as another; null where one of them is missing. */
function ratioIn(race: Race | undefined, of: string, to: string, by: By): number | null {
  const above = race && laneNamed(race, of);
  const below = race && laneNamed(race, to);
  return above && below ? above[by] / below[by] : null;
}

/** What may keep a ratio from being measured; null: nothing. */
export interface Circumstances {
  readonly cpp: string | null;
  readonly simpy: string | null;
  readonly longRun: string | null;
  readonly cores: number;
}

/** Why a ratio is null. */
export function reasonsFor(
  ratios: Ratios,
  { cpp, simpy, longRun, cores }: Circumstances,
): Partial<Record<RatioName, string>> {
  const reasonOf = (name: RatioName) => {
    if (name === 'core_vs_simpy') return simpy;
    if (name === 'rss_1e8_over_1e6') return longRun;
    return name === 'parallel_efficiency_2' && cores < 2 ? 'one core' : cpp;
  };
  const reasons: Partial<Record<RatioName, string>> = {};
  for (const name of RATIOS) {
    if (ratios[name] !== null) continue;
    reasons[name] = reasonOf(name) ?? 'not measured in this run';
  }
  return reasons;
}
