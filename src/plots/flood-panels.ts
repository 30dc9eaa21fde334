/** The memory of one pod over the time of one run, by what holds it, with its deaths. */
import type { MemoryParts } from '../observe/observations.ts';
import { toMiB } from '../units/readable.ts';
import { limitRule, panelTitle } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import { decimate } from './decimate.ts';
import { MOST_POINTS, round, timeAxis } from './flood-axes.ts';
import type { Scene, ScenePod, Shared } from './flood-scene.ts';
import { MEMORY_PARTS, partColours } from './memory-parts.ts';
import { INK } from './theme.ts';

/** Of a pod alone, and of one of several. */
const HEIGHT = 260;
const FLEET_HEIGHT = 120;

/** @param index of the pod among those drawn. @param first whether the run is the first of several. */
export function memoryPanel(scene: Scene, index: number, shared: Shared, first: boolean): Json {
  const { limit, pods } = scene;
  const pod = pods[index]!;
  const isAlone = shared.podIndexes.length === 0;
  const who = isAlone ? 'memory of the pod' : `pod ${pod.podIndex}`;
  const x = timeAxis(shared, null, isAlone);
  const y = {
    type: 'quantitative',
    title: first || !isAlone ? `${who} [MiB]` : null,
    scale: { domain: [0, shared.memory], nice: false },
    axis: { labels: first, tickCount: isAlone ? 6 : 3 },
  };
  const legend = { orient: 'bottom', columns: 3, title: null, symbolType: 'square' };
  return {
    width: shared.width,
    height: isAlone ? HEIGHT : FLEET_HEIGHT,
    ...(index === 0 && { title: panelTitle(scene.name) }),
    layer: [
      {
        data: { values: memoryValues(pod, scene.end) },
        mark: { type: 'area', stroke: '#555555', strokeWidth: 0.3 },
        encoding: {
          x,
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          fill: { field: 'part', type: 'nominal', scale: partColours(), legend },
        },
      },
      // Its name once is enough.
      ...(limit === null
        ? []
        : limitRule(limit, 'y', { x: { datum: shared.time } }).slice(0, index === 0 ? 2 : 1)),
      ...deaths(pod, limit === null ? shared.memory : toMiB(limit), { x, y }),
    ],
  };
}

/** Crosses at OOM kills, triangles at other ends of a process. @param at height [MiB]. */
function deaths(
  { kills, otherDeaths }: ScenePod,
  at: number,
  { x, y }: { readonly x: Json; readonly y: object },
): Json[] {
  const encoding = { x, y: { ...y, field: 'memory' } };
  const cross = { type: 'point', shape: 'M-1,-1L1,1M1,-1L-1,1', size: 190, strokeWidth: 3.2 };
  const triangle = { type: 'point', shape: 'triangle-down', size: 110, strokeWidth: 2 };
  const when = { field: 'at', type: 'quantitative', format: '.2f' };
  return [
    {
      data: { values: kills.map((kill) => ({ at: kill.at, inFlight: kill.inFlight, memory: at })) },
      mark: { ...cross, stroke: INK, opacity: 1 },
      encoding: {
        ...encoding,
        tooltip: [
          { ...when, title: 'OOM kill at [s]' },
          { field: 'inFlight', type: 'quantitative', title: 'in flight' },
        ],
      },
    },
    ...(otherDeaths.length === 0
      ? []
      : [
          {
            data: { values: otherDeaths.map((instant) => ({ at: instant, memory: at })) },
            mark: { ...triangle, stroke: INK, fill: 'white', opacity: 1 },
            encoding: { ...encoding, tooltip: [{ ...when, title: 'killed at [s]' }] },
          },
        ]),
  ];
}

/** The stack, summed here so that a kill's vertical edge stays one; as it is, up to the end. */
function memoryValues({ series }: ScenePod, end: number) {
  const { at, memoryBytes, parts } = series;
  const kept = [...new Set([...decimate(memoryBytes, MOST_POINTS), ...edges(memoryBytes)])].sort(
    (a, b) => a - b,
  );
  const stacks = kept.flatMap((index, place) => {
    const before = kept[place - 1];
    // A process that starts has its bytes at once: nothing until then.
    const starts = before !== undefined && memoryBytes[before] === 0 && memoryBytes[index]! > 0;
    return [
      ...(starts ? stack(at[index]!, parts[before]!) : []),
      ...stack(at[index]!, parts[index]!),
    ];
  });
  return [...stacks, ...stack(end, parts[parts.length - 1]!)];
}

/** Where a process ends or starts: the samples on either side. */
function edges(memoryBytes: readonly number[]): number[] {
  return memoryBytes.flatMap((bytes, index) => {
    const before = memoryBytes[index - 1] ?? bytes;
    return (before === 0) === (bytes === 0) ? [] : [index - 1, index];
  });
}

function stack(at: number, parts: MemoryParts) {
  let low = 0;
  return MEMORY_PARTS.map((part) => {
    const high = low + toMiB(parts[part.key]);
    const value = { at: round(at), part: part.label, low: round(low), high: round(high) };
    low = high;
    return value;
  });
}
