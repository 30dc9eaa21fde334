/** The two panels of one run: the memory of a pod above, who is in and who waits below. */
import type { PodTimeline, Timeline } from '../observe/observations.ts';
import { toMiB } from '../units/readable.ts';
import { limitRule, panelTitle } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import { decimate } from './decimate.ts';
import { MEMORY_PARTS, partColours } from './memory-parts.ts';
import { INK, OKABE_ITO } from './theme.ts';

const MOST_POINTS = 400;
const UPPER = 260;
const LOWER = 130;

export interface Scene {
  readonly name: string;
  readonly limit: number | null;
  readonly timeline: Timeline;
  /** The pod with the highest peak. */
  readonly pod: PodTimeline;
  readonly podIndex: number;
  readonly peak: number;
}

export interface Shared {
  /** Upper ends of the axes: time [s], memory [MiB], requests. */
  readonly time: number;
  readonly memory: number;
  readonly requests: number;
  readonly width: number;
}

function timeAxis(shared: Shared, title: string | null): { [key: string]: Json } {
  return {
    field: 'at',
    type: 'quantitative',
    title,
    scale: { domain: [0, shared.time], nice: false },
    axis: { grid: false, tickCount: 6, labelFlush: false },
  };
}

export function memoryPanel(scene: Scene, shared: Shared, first: boolean): Json {
  const x = timeAxis(shared, null);
  const y = {
    type: 'quantitative',
    title: first ? 'memory of the pod [MiB]' : null,
    scale: { domain: [0, shared.memory], nice: false },
    axis: { labels: first, tickCount: 6 },
  };
  const legend = { orient: 'bottom', columns: 3, title: null, symbolType: 'square' };
  const limit = scene.limit;
  return {
    width: shared.width,
    height: UPPER,
    title: panelTitle(scene.name),
    layer: [
      {
        data: { values: memoryValues(scene) },
        mark: { type: 'area', stroke: '#555555', strokeWidth: 0.3 },
        encoding: {
          x,
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          fill: { field: 'part', type: 'nominal', scale: partColours(), legend },
        },
      },
      ...(limit === null ? [] : limitRule(limit, 'y', { x: { datum: shared.time } })),
      {
        data: { values: crosses(scene, shared) },
        mark: {
          type: 'point',
          shape: 'M-1,-1L1,1M1,-1L-1,1',
          size: 190,
          strokeWidth: 3.2,
          stroke: INK,
          opacity: 1,
        },
        encoding: {
          x,
          y: { ...y, field: 'memory' },
          tooltip: [
            { field: 'at', type: 'quantitative', title: 'OOM kill at [s]', format: '.2f' },
            { field: 'inFlight', type: 'quantitative', title: 'in flight' },
          ],
        },
      },
    ],
  };
}

/** The stack, summed here so that a kill's vertical edge stays one. */
function memoryValues({ pod }: Scene) {
  return decimate(pod.memoryBytes, MOST_POINTS).flatMap((index) => {
    let low = 0;
    return MEMORY_PARTS.map((part) => {
      const high = low + toMiB(pod.parts[index]![part.key]);
      const value = {
        at: round(pod.at[index]!),
        part: part.label,
        low: round(low),
        high: round(high),
      };
      low = high;
      return value;
    });
  });
}

/** Four decimals: 0.1 ms and 100 bytes are below a pixel. */
function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

function crosses({ timeline, podIndex, limit }: Scene, shared: Shared) {
  return timeline.kills
    .filter((kill) => kill.podIndex === podIndex)
    .map((kill) => ({
      at: kill.at,
      inFlight: kill.inFlight,
      memory: limit === null ? shared.memory : toMiB(limit),
    }));
}

const CROWDS = ['in the pod', 'waiting at HAProxy', '503 sent'];
const CROWD_COLOURS = [OKABE_ITO.blue, OKABE_ITO.orange, OKABE_ITO.vermillion];

export function crowdPanel(scene: Scene, shared: Shared, first: boolean): Json {
  const { pod, timeline } = scene;
  const x = timeAxis(shared, 'time [s]');
  const y = {
    field: 'requests',
    type: 'quantitative',
    title: first ? 'requests' : null,
    scale: { domain: [0, shared.requests * 1.08], nice: false },
    axis: { labels: first, tickCount: 4 },
  };
  const series = (name: string, at: readonly number[], values: readonly number[]) =>
    decimate(values, MOST_POINTS).map((index) => ({
      at: round(at[index]!),
      requests: values[index]!,
      name,
    }));
  const legend = { orient: 'bottom', columns: 1, title: null, symbolType: 'stroke' };
  const stroke = {
    field: 'name',
    type: 'nominal',
    scale: { domain: CROWDS, range: CROWD_COLOURS },
    legend: { ...legend, symbolStrokeWidth: 3 },
  };
  return {
    width: shared.width,
    height: LOWER,
    layer: [
      {
        data: { values: series(CROWDS[0]!, pod.at, pod.inFlight) },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8 },
        encoding: { x, y, stroke },
      },
      {
        data: { values: series(CROWDS[1]!, timeline.queue.at, timeline.queue.length) },
        mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8, strokeDash: [5, 2] },
        encoding: { x, y, stroke },
      },
      {
        data: { values: refusals(timeline) },
        mark: { type: 'rule', strokeWidth: 1.2 },
        encoding: { x, y: { value: LOWER }, y2: { value: LOWER - 14 }, stroke },
      },
    ],
  };
}

/** Many 503s at once are one tick to the eye. */
function refusals({ refusedAt }: Timeline) {
  const seen = new Set(refusedAt.map((at) => Math.round(at * 50) / 50));
  const kept = [...seen].sort((a, b) => a - b);
  return decimate(kept, MOST_POINTS).map((index) => ({ at: kept[index]!, name: CROWDS[2] }));
}
