/** Who is in the pods, who waits at HAProxy, and who was sent away, over the time of one run. */
import type { Timeline } from '../observe/observations.ts';
import type { Json } from './chart-spec.ts';
import { decimate } from './decimate.ts';
import { MOST_POINTS, round, timeAxis } from './flood-axes.ts';
import type { Scene, Shared } from './flood-scene.ts';
import { OKABE_ITO } from './theme.ts';

const HEIGHT = 130;
const REFUSAL_HEIGHT = 64;

const POD_COLOURS = [
  OKABE_ITO.blue,
  OKABE_ITO.green,
  OKABE_ITO.purple,
  OKABE_ITO.black,
  OKABE_ITO.sky,
  OKABE_ITO.yellow,
];
const IN_THE_POD = 'in the pod';
const WAITING = 'waiting at HAProxy';
const REFUSED = '503 sent';

/** One scale for all runs beside each other. */
function strokeOf({ podIndexes }: Shared) {
  const inside = podIndexes.length === 0 ? [IN_THE_POD] : podIndexes.map(nameOf);
  const colours = inside.map((_, index) => POD_COLOURS[index % POD_COLOURS.length]!);
  const legend = { orient: 'bottom', columns: 1, title: null, symbolType: 'stroke' };
  return {
    field: 'name',
    type: 'nominal',
    scale: {
      domain: [...inside, WAITING, REFUSED],
      range: [...colours, OKABE_ITO.orange, OKABE_ITO.vermillion],
    },
    legend: { ...legend, symbolStrokeWidth: 3 },
  };
}

function nameOf(podIndex: number): string {
  return `in pod ${podIndex}`;
}

export function crowdPanel(scene: Scene, shared: Shared, first: boolean): Json {
  const { pods, timeline } = scene;
  const isFleet = shared.podIndexes.length > 0;
  const x = timeAxis(shared, isFleet ? null : 'time [s]', !isFleet);
  const y = {
    field: 'requests',
    type: 'quantitative',
    title: first ? 'requests' : null,
    scale: { domain: [0, shared.requests * 1.08], nice: false },
    axis: { labels: first, tickCount: 4 },
  };
  const encoding = { x, y, stroke: strokeOf(shared) };
  const line = { type: 'line', interpolate: 'step-after', strokeWidth: 1.8 };
  return {
    width: shared.width,
    height: HEIGHT,
    layer: [
      {
        data: {
          values: pods.flatMap(({ podIndex, series }) =>
            steps(isFleet ? nameOf(podIndex) : IN_THE_POD, series.at, series.inFlight, scene.end),
          ),
        },
        mark: line,
        encoding,
      },
      {
        data: { values: steps(WAITING, timeline.queue.at, timeline.queue.length, scene.end) },
        mark: { ...line, strokeDash: [5, 2] },
        encoding,
      },
      ...(isFleet ? [] : [ticks(timeline, encoding)]),
    ],
  };
}

/** How many have been sent a 503 so far: a step where a queue is lost at once. */
export function refusalPanel(scene: Scene, shared: Shared, first: boolean): Json {
  const at = [0, ...scene.timeline.refusedAt];
  const soFar = at.map((_, index) => index);
  return {
    width: shared.width,
    height: REFUSAL_HEIGHT,
    data: { values: steps(REFUSED, at, soFar, scene.end) },
    mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8 },
    encoding: {
      x: timeAxis(shared, 'time [s]'),
      y: {
        field: 'requests',
        type: 'quantitative',
        title: first ? ['503s', 'so far'] : null,
        scale: { domain: [0, shared.refused * 1.08], nice: false },
        axis: { labels: first, tickCount: 3, format: 'd' },
      },
      stroke: strokeOf(shared),
    },
  };
}

/** A level that stays as it is up to the end. */
function steps(name: string, at: readonly number[], values: readonly number[], end: number) {
  const points = decimate(values, MOST_POINTS).map((index) => ({
    at: round(at[index]!),
    requests: values[index]!,
    name,
  }));
  const last = points[points.length - 1];
  return last === undefined ? [] : [...points, { ...last, at: round(end) }];
}

/** Many 503s at once are one tick to the eye. */
function ticks({ refusedAt }: Timeline, { x, stroke }: { x: Json; stroke: Json }): Json {
  const seen = new Set(refusedAt.map((at) => Math.round(at * 50) / 50));
  const kept = [...seen].sort((a, b) => a - b);
  const values = decimate(kept, MOST_POINTS).map((index) => ({ at: kept[index]!, name: REFUSED }));
  return {
    data: { values },
    mark: { type: 'rule', strokeWidth: 1.2 },
    encoding: { x, y: { value: HEIGHT }, y2: { value: HEIGHT - 14 }, stroke },
  };
}
