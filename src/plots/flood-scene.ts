/** One run as the chart of a flood draws it: its pods, when they died, how far its axes reach. */
import type { PodTimeline, Timeline } from '../observe/observations.ts';
import type { NamedTimeline } from '../sweep/results.ts';
import { toMiB } from '../units/readable.ts';

/** More pods than this are for their rows; those with the highest peaks are drawn. */
const MOST_PODS = 4;

export interface ScenePod {
  readonly podIndex: number;
  readonly series: PodTimeline;
  /** OOM kills. */
  readonly kills: readonly { readonly at: number; readonly inFlight: number }[];
  /** Instants it died otherwise: of a fault, of a probe, of memory after the horizon [s]. */
  readonly otherDeaths: readonly number[];
}

export interface Scene {
  readonly name: string;
  readonly limit: number | null;
  readonly timeline: Timeline;
  /** Those drawn, in their own order. */
  readonly pods: readonly ScenePod[];
  /** Highest memory of any pod [B]. */
  readonly peak: number;
  /** When the last thing happened [s]. */
  readonly end: number;
}

/** What all panels of a chart have in common. */
export interface Shared {
  /** Upper ends of the axes: time [s], memory [MiB], requests, 503s. */
  readonly time: number;
  readonly memory: number;
  readonly requests: number;
  readonly refused: number;
  readonly width: number;
  /** Of the pods drawn in any of the runs, a colour each; none where every run has but one pod. */
  readonly podIndexes: readonly number[];
}

/** The scene of a run; none where it kept no timeline. */
export function sceneOf({ name, memoryLimitBytes, observations }: NamedTimeline): Scene[] {
  const { timeline, peakMemoryBytes } = observations;
  const seen = (timeline?.pods ?? []).flatMap((series, podIndex) =>
    series.at.length === 0 ? [] : [{ podIndex, series, peak: peakMemoryBytes[podIndex] ?? 0 }],
  );
  if (timeline === null || seen.length === 0) return [];
  const highest = [...seen].sort((a, b) => b.peak - a.peak).slice(0, MOST_PODS);
  const pods = seen
    .filter((pod) => highest.includes(pod))
    .map(({ podIndex, series }) => scenePod(timeline, podIndex, series));
  const end = Math.max(last(timeline.queue.at), ...pods.map(({ series }) => last(series.at)));
  return [{ name, limit: memoryLimitBytes, timeline, pods, peak: highest[0]!.peak, end }];
}

function scenePod(timeline: Timeline, podIndex: number, series: PodTimeline): ScenePod {
  const kills = timeline.kills.filter((kill) => kill.podIndex === podIndex);
  // A pod that is out charges nothing; one that runs has its idle process at least.
  const { at, memoryBytes } = series;
  const otherDeaths = at.filter((instant, index) => {
    const isDeath = index > 0 && memoryBytes[index] === 0 && memoryBytes[index - 1]! > 0;
    return isDeath && !kills.some((kill) => at[index - 1]! <= kill.at && kill.at <= instant);
  });
  return { podIndex, series, kills, otherDeaths };
}

/** The axes of several scenes beside each other. */
export function sharedBy(scenes: readonly Scene[]): Shared {
  const crowds = scenes.flatMap(({ timeline, pods }) => [
    highest(timeline.queue.length),
    ...pods.map(({ series }) => highest(series.inFlight)),
  ]);
  const indexes = scenes.flatMap(({ pods }) => pods.map(({ podIndex }) => podIndex));
  const isAnyFleet = scenes.some(({ pods }) => pods.length > 1);
  return {
    time: Math.max(...scenes.map(({ end }) => end)),
    memory: 1.12 * toMiB(Math.max(...scenes.flatMap(({ peak, limit }) => [peak, limit ?? 0]))),
    requests: Math.max(1, ...crowds),
    refused: Math.max(1, ...scenes.map(({ timeline }) => timeline.refusedAt.length)),
    width: Math.floor(820 / Math.max(1.35, scenes.length)),
    podIndexes: isAnyFleet ? [...new Set(indexes)].sort((a, b) => a - b) : [],
  };
}

/** Not Math.max(...): a long run has more samples than a call takes arguments. */
function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function last(values: readonly number[]): number {
  return values[values.length - 1] ?? 0;
}
