/** What the hypothesis fan says beside its lines: the limit, who passes it, what was reported. */
import type { MeasuredPoint, ModelFacts } from '../sweep/results.ts';
import { readableBytes, toMiB } from '../units/readable.ts';
import { limitRule, markAt, note } from './annotations.ts';
import type { Json } from './chart-spec.ts';
import { crossings, type FanLine } from './fan-lines.ts';
import { INK, LIMIT_COLOUR, MUTED, seriesStyle } from './theme.ts';

/** Twice the cap is what a second frontproxy lets in, and HAProxy before 3.2 after a restart. */
export function doubledZone(
  facts: ModelFacts,
  xMax: number,
  [low, high]: readonly [number, number],
): Json[] {
  const { maxconn, haproxyReplicas, overshootsOnReturn } = facts;
  if (maxconn === null || 2 * maxconn * haproxyReplicas >= xMax) return [];
  const from = 2 * maxconn * haproxyReplicas;
  const more = haproxyReplicas === 1 ? 'two frontproxies' : 'twice the frontproxies';
  const words = overshootsOnReturn
    ? [`from ${from}: ${more},`, 'or after a restart']
    : [`from ${from}: ${more}`, '(before 3.2 also after a restart)'];
  const corner = { x: { datum: from }, y: { datum: high } };
  return [
    {
      data: { values: [{ from, to: xMax, low, high }] },
      mark: { type: 'rect', color: '#000000', opacity: 0.06 },
      encoding: {
        x: { field: 'from', type: 'quantitative' },
        x2: { field: 'to' },
        y: { field: 'low', type: 'quantitative' },
        y2: { field: 'high' },
      },
    },
    note(words, corner, { dx: 6, dy: 6, color: MUTED }),
  ];
}

export function limitMarks(limit: number, lines: readonly FanLine[], xMax: number): Json[] {
  return [
    ...limitRule(limit, 'y', { x: { datum: xMax } }),
    ...crossings(lines, limit).flatMap((point, index, all) => {
      const near = 0.045 * xMax;
      const touchesNext = (all[index + 1]?.x ?? Infinity) - point.x < near;
      const touchesLast = point.x - (all[index - 1]?.x ?? -Infinity) < near;
      const side = touchesNext === touchesLast ? 'center' : touchesNext ? 'right' : 'left';
      return crossing(point, point.x > 0.97 * xMax ? 'right' : side);
    }),
  ];
}

/** A ring where a line passes the limit, with the number that still fits. */
function crossing(
  point: { handler: string; x: number; y: number },
  align: 'left' | 'center' | 'right',
): Json[] {
  const where = { x: { datum: point.x }, y: { datum: toMiB(point.y) } };
  return [
    {
      data: { values: [{ handler: point.handler, x: point.x }] },
      mark: { type: 'point', shape: 'circle', size: 80, fill: 'white', stroke: LIMIT_COLOUR },
      encoding: {
        ...where,
        tooltip: [
          { field: 'handler', type: 'nominal', title: 'passes the limit' },
          { field: 'x', type: 'quantitative', title: 'in flight', format: '.1f' },
        ],
      },
    },
    note(String(Math.floor(point.x)), where, {
      align,
      dx: { left: 1, center: 0, right: -1 }[align],
      dy: 8,
      fontSize: 12,
      fontWeight: 'bold',
    }),
  ];
}

/** Rings: measured on a real pod. */
export function measuredDots(measured: readonly MeasuredPoint[]): Json {
  return {
    data: {
      values: measured.map((point) => ({
        x: point.inFlight,
        y: toMiB(point.peakBytes),
        handler: point.handler,
        label: point.label,
        colour: seriesStyle(point.handler, 0).colour,
      })),
    },
    mark: { type: 'point', shape: 'circle', size: 52, filled: false, strokeWidth: 1.6 },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
      stroke: { field: 'colour', type: 'nominal', scale: null },
      tooltip: [
        { field: 'handler', type: 'nominal', title: 'measured' },
        { field: 'label', type: 'nominal', title: 'case' },
        { field: 'y', type: 'quantitative', title: 'peak [MiB]', format: '.0f' },
      ],
    },
  };
}

/** Diamonds: what the incident's report says. */
export function incidentDiamonds(incident: readonly MeasuredPoint[], xMax: number): Json[] {
  return incident.flatMap((point) => {
    const where = { x: { datum: point.inFlight }, y: { datum: toMiB(point.peakBytes) } };
    const atRight = point.inFlight > 0.75 * xMax;
    return [
      markAt(where, { type: 'point', shape: 'diamond', size: 230, fill: INK, stroke: 'white' }),
      note(`incident: ${readableBytes(point.peakBytes)}`, where, {
        align: atRight ? 'right' : 'left',
        dx: atRight ? 6 : -2,
        // The line it stands on rises towards it: at its left end that is lower.
        dy: atRight ? 19 : 13,
        fontSize: 12,
        fontWeight: 'bold',
      }),
    ];
  });
}
