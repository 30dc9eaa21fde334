/** Peak memory against requests in flight, a line per handler path. */
import { HANDLER, WORKERS } from '../sweep/paths.ts';
import type { ExperimentResults, MeasuredPoint } from '../sweep/results.ts';
import { readableBytes, sentenceList, toMiB } from '../units/readable.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { doubledZone, incidentDiamonds, limitMarks, measuredDots } from './fan-annotations.ts';
import { crossings, type FanLine, fanLines, type Point } from './fan-lines.ts';
import { gridWith } from './slice.ts';
import { BAND_OPACITY, frame, seriesStyle } from './theme.ts';

const WIDTH = 720;
const HEIGHT = 430;

export function hypothesisFan(results: ExperimentResults): ChartSpec | null {
  const slice = gridWith(results, 'fan', [HANDLER, WORKERS]);
  if (slice === null) return null;
  const lines = fanLines(slice.rows);
  if (lines.length === 0) return null;
  const limit = results.facts.memoryLimitBytes;
  const drawn = new Set(lines.map((line) => line.handler));
  const xMax = Math.max(...lines.flatMap((line) => line.points.map((point) => point.x)));
  const isInside = (point: MeasuredPoint) => point.inFlight <= xMax;
  const { points, incident: reported } = results.measured;
  const measured = points.filter((point) => isInside(point) && drawn.has(point.handler));
  const incident = reported.points.filter(isInside);
  const yValues = [
    ...lines.flatMap((line) => line.points.flatMap((point) => [point.low, point.high])),
    ...[...measured, ...incident].map((point) => point.peakBytes),
    ...(limit === null ? [] : [limit]),
  ].map(toMiB);
  const domain: [number, number] = [Math.min(...yValues) * 0.8, Math.max(...yValues) * 1.3];
  const layers: Json[] = [
    ...doubledZone(results.facts, xMax, domain),
    ...bandsAndLines(lines, axes(xMax, domain)),
    ...(limit === null ? [] : limitMarks(limit, lines, xMax)),
    measuredDots(measured),
    ...incidentDiamonds(incident, xMax),
    endLabels(lines, domain),
  ];
  return frame(
    {
      title: finding(lines, limit),
      subtitle: subtitle(results, measured.length > 0, incident.length > 0),
      description: `${finding(lines, limit)}. ${lines.map(inWords).join(' ')}`,
    },
    WIDTH + 240,
    { width: WIDTH, height: HEIGHT, layer: layers },
  );
}

function finding(lines: readonly FanLine[], limit: number | null): string {
  if (limit === null) return `Memory of one pod under ${lines.length} handler paths`;
  const found = crossings(lines, limit);
  const never = lines.filter((line) => !found.some((point) => point.handler === line.handler));
  const crossed = found.map((point) => `${Math.floor(point.x)} (${point.handler})`);
  if (found.length === 0) return `No handler path reaches ${readableBytes(limit)}`;
  const names = never.map((line) => line.handler);
  const others = names.length > 1 ? `the other ${names.length}` : sentenceList(names);
  const tail = never.length === 0 ? '' : `; ${others} never`;
  return `${readableBytes(limit)} is passed beyond ${sentenceList(crossed)} in flight${tail}`;
}

function subtitle(results: ExperimentResults, measured: boolean, incident: boolean): string {
  return [
    `Highest memory of one pod without a limit, ${results.facts.bodySize} bodies;`,
    `lines: median of simulated runs, bands: 5% to 95%.`,
    measured ? 'Dots: measured on a real pod, sockets included.' : '',
    incident ? 'Diamonds: the two points reported from the incident.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function inWords(line: FanLine): string {
  const last = line.points[line.points.length - 1]!;
  return `${line.handler}: ${readableBytes(last.middle)} at ${last.x} in flight.`;
}

function axes(xMax: number, domain: readonly [number, number]) {
  return {
    x: {
      field: 'x',
      type: 'quantitative',
      title: 'requests in flight in the pod',
      scale: { domain: [0, xMax], nice: false },
      axis: { grid: false, tickCount: 9 },
    },
    y: {
      field: 'y',
      type: 'quantitative',
      title: 'peak memory of the pod [MiB], log scale',
      scale: { type: 'log', domain, nice: false },
      axis: { values: ticks(domain), format: 'd' },
    },
  };
}

/** 1-2-5 steps inside the domain. */
function ticks([low, high]: readonly [number, number]): number[] {
  const steps: number[] = [];
  for (let decade = 1; decade <= high; decade *= 10) {
    for (const digit of [1, 2, 5]) steps.push(decade * digit);
  }
  return steps.filter((step) => step >= low && step <= high);
}

function bandsAndLines(lines: readonly FanLine[], { x, y }: ReturnType<typeof axes>): Json[] {
  return lines.flatMap((line, index) => {
    const style = seriesStyle(line.handler, index);
    const values = line.points.map((point) => ({
      x: point.x,
      y: toMiB(point.middle),
      low: toMiB(point.low),
      high: toMiB(point.high),
      handler: line.handler,
    }));
    const tooltip = [
      { field: 'handler', type: 'nominal', title: 'handler path' },
      { field: 'x', type: 'quantitative', title: 'in flight' },
      { field: 'y', type: 'quantitative', title: 'median peak [MiB]', format: '.0f' },
      { field: 'low', type: 'quantitative', title: '5% [MiB]', format: '.0f' },
      { field: 'high', type: 'quantitative', title: '95% [MiB]', format: '.0f' },
    ];
    return [
      {
        data: { values },
        mark: { type: 'area', color: style.colour, opacity: BAND_OPACITY },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values },
        mark: {
          type: 'line',
          color: style.colour,
          strokeDash: style.dash,
          point: { shape: style.shape, size: 26, filled: true, color: style.colour },
        },
        encoding: { x, y, tooltip },
      },
    ];
  });
}

/** The names beside the ends of the lines, pushed apart where they would touch. */
function endLabels(lines: readonly FanLine[], [low, high]: readonly [number, number]): Json {
  const scale = (bytes: number) =>
    HEIGHT * (1 - Math.log(toMiB(bytes) / low) / Math.log(high / low));
  const ends = lines.map((line, index) => ({
    handler: line.handler,
    colour: seriesStyle(line.handler, index).colour,
    y: scale((line.points[line.points.length - 1] as Point).middle),
  }));
  ends.sort((a, b) => a.y - b.y);
  for (let index = 1; index < ends.length; index++) {
    ends[index]!.y = Math.max(ends[index]!.y, ends[index - 1]!.y + 16);
  }
  return {
    data: { values: ends },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontWeight: 'bold', dx: 10 },
    encoding: {
      x: { value: WIDTH },
      y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      text: { field: 'handler', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null },
    },
  };
}
