/** What safety costs: every setting of a policy by its cost and its P(OOM), and the front of them. */
import type { Recommendation } from '../recommend/recommendation.ts';
import { highestRisk, riskBound } from '../recommend/risk.ts';
import { count, readableBytes } from '../units/readable.ts';
import { boundRule, HALO, note } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { FigureScale } from './figure-scale.ts';
import { type ParetoPoint, paretoPoints } from './pareto-points.ts';
import { strips } from './risk-marks.ts';
import type { RiskScale } from './risk-scale.ts';
import { riskWords, settingInWords } from './setting-words.ts';
import { STANDINGS } from './standing.ts';
import { CHOSEN_COLOUR, frame, INK, OKABE_ITO, seriesLegend } from './theme.ts';

const WIDTH = 720;
const HEIGHT = 330;
/** One for each standing: told apart by shape where colours are not seen. */
const STYLES = [
  { colour: OKABE_ITO.blue, shape: 'circle' },
  { colour: OKABE_ITO.orange, shape: 'triangle-up' },
  { colour: OKABE_ITO.purple, shape: 'square' },
  { colour: OKABE_ITO.vermillion, shape: 'cross' },
];

/** Null where no setting has been run. */
export function pareto(recommendation: Recommendation): ChartSpec | null {
  const { candidates, policy } = recommendation;
  const figures = candidates.flatMap((each) => highestRisk(each.figures, policy)?.figure ?? []);
  const scale = new FigureScale(figures, HEIGHT);
  const points = paretoPoints(recommendation, scale, WIDTH);
  if (points.length === 0) return null;
  const title = finding(recommendation);
  const missing = candidates.length - points.length;
  const unseen =
    missing === 0
      ? ''
      : ` ${count(missing, 'setting')} without a run ${missing === 1 ? 'is' : 'are'} not drawn.`;
  const words = {
    title,
    subtitle: `Each mark is a setting: ${riskWords(recommendation)}, the highest of the scenarios it must hold under, against memory limit x pods. Bars: 95% intervals of the named settings. Line: the least P(OOM) for the money among settings not shown to break a bound on service. In the grey strips, where the runs tell no more, marks are only moved apart.${unseen}`,
    description: `${title}. ${count(points.length, 'setting')} by cost and probability of an OOM kill, with those that meet every bound, break one, or are not decided told apart by shape.`,
  };
  return frame(words, WIDTH + 90, {
    width: WIDTH,
    height: HEIGHT,
    data: { values: points },
    layer: [
      strips(scale.risk),
      ...bounds(riskBound(policy), scale.risk),
      front(points),
      marks(points, scale, policy.per),
      ...named(recommendation, points),
    ],
  });
}

function finding({ verdict, chosen, candidates, policy, procedure }: Recommendation): string {
  const all = count(candidates.length, 'setting');
  const own = candidates.find(({ id }) => id === chosen);
  if (verdict === 'recommended' && own !== undefined) {
    const best = policy.minimise === 'cost' ? 'the cheapest' : 'the fastest';
    return `${settingInWords(own, policy.knobs)}: ${best} of ${all} that meets every bound, ${readableBytes(own.cost)} in all`;
  }
  if (verdict === 'none_safe') return `None of ${all} meets every bound`;
  const open = candidates.filter((each) => each.verdict === 'open').length;
  return `Undecided after ${count(procedure.runs.selection, 'run')}: ${open} of ${all} may meet every bound`;
}

const x = (field: string): { readonly [key: string]: Json } => ({
  field,
  type: 'quantitative',
  scale: { domain: [0, WIDTH], nice: false, zero: false },
});

/** One tick for each cost, as long as their words do not touch. */
function costAxis(points: readonly ParetoPoint[]): Json {
  const ticks: { at: number; label: string }[] = [];
  for (const { at, cost } of points.toSorted((a, b) => a.at - b.at)) {
    const last = ticks.at(-1);
    if (last === undefined || at - last.at > 62) ticks.push({ at, label: readableBytes(cost) });
  }
  const labels = JSON.stringify(Object.fromEntries(ticks.map(({ at, label }) => [at, label])));
  return {
    title: 'cost: memory limit x pods (log scale)',
    values: ticks.map(({ at }) => at),
    labelExpr: `${labels}[datum.value]`,
    labelOverlap: false,
    grid: false,
  };
}

function marks(points: readonly ParetoPoint[], scale: FigureScale, per: string): Json {
  const shown = STANDINGS.filter((each) => points.some(({ standing }) => standing === each));
  const legend = { ...seriesLegend(2), symbolSize: 110 };
  const styles = shown.map((each) => STYLES[STANDINGS.indexOf(each)]!);
  return {
    mark: { type: 'point', filled: true, size: 62, opacity: 1, stroke: 'white', strokeWidth: 0.6 },
    encoding: {
      x: { ...x('x'), axis: costAxis(points) },
      y: scale.encoding(`P(OOM) per ${per}`),
      color: {
        field: 'standing',
        type: 'nominal',
        scale: { domain: shown, range: styles.map(({ colour }) => colour) },
        legend,
      },
      shape: {
        field: 'standing',
        type: 'nominal',
        scale: { domain: shown, range: styles.map(({ shape }) => shape) },
        legend,
      },
      tooltip: TOOLTIP,
    },
  };
}

const TOOLTIP = [
  { field: 'setting', type: 'nominal', title: 'setting' },
  { field: 'standing', type: 'nominal', title: 'it' },
  { field: 'oom', type: 'nominal', title: 'P(OOM)' },
  { field: 'scenario', type: 'nominal', title: 'highest under' },
  { field: 'price', type: 'nominal', title: 'memory limit x pods' },
];

function front(points: readonly ParetoPoint[]): Json {
  const values = points.filter(({ isFront }) => isFront).toSorted((a, b) => a.at - b.at);
  return {
    data: { values: values.map(({ at, level }) => ({ x: at, y: level })) },
    mark: { type: 'line', interpolate: 'step-after', color: CHOSEN_COLOUR, strokeWidth: 1.4 },
    encoding: { x: x('x'), y: { field: 'y', type: 'quantitative' } },
  };
}

function bounds(bound: number | null, scale: RiskScale): Json[] {
  if (bound === null) return [];
  const place = { x: { datum: WIDTH }, y: { datum: scale.between(bound) } };
  return boundRule(bound, 'y', place, { align: 'right', dx: -5, dy: -3 });
}

/** The recommended and the present setting: a ring, an interval, and a name above the panel. */
function named(
  { chosen, present, policy, candidates }: Recommendation,
  points: readonly ParetoPoint[],
): Json[] {
  const roles =
    chosen === present
      ? [{ id: present, role: 'recommended, as it is now' }]
      : [
          { id: present, role: 'now' },
          ...(chosen === null ? [] : [{ id: chosen, role: 'recommended' }]),
        ];
  const labels = roles.map(({ id }) => candidates.find((each) => each.id === id)?.labels ?? {});
  const differing = policy.knobs.filter(({ path }) => labels[0]![path] !== labels.at(-1)![path]);
  const told = differing.length > 0 ? differing : policy.knobs;
  return roles.flatMap(({ id, role }, index) => {
    const point = points.find((each) => each.id === id);
    const own = candidates.find((each) => each.id === id);
    if (point === undefined || own === undefined) return [];
    const words = `${role}: ${settingInWords(own, told)}`;
    return callOut(point, words, HEIGHT + 8 + 17 * index);
  });
}

function callOut(point: ParetoPoint, words: string, height: number): Json[] {
  const isLeft = point.x < WIDTH / 2;
  const align = isLeft ? 'left' : 'right';
  const style = { align, baseline: 'bottom', fontWeight: 'bold', dx: isLeft ? -4 : 4 };
  const at = { x: { datum: point.x }, y: { datum: height } };
  const data = {
    values: [{ x: point.x, y: point.y, top: height, low: point.low, high: point.high }],
  };
  const place = { x: x('x'), y: { field: 'y', type: 'quantitative' } };
  return [
    {
      data,
      mark: { type: 'rule', color: CHOSEN_COLOUR, strokeDash: [2, 2], clip: false },
      encoding: { ...place, y2: { field: 'top' } },
    },
    {
      data,
      mark: { type: 'rule', color: INK, strokeWidth: 2.2 },
      encoding: { ...place, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    },
    {
      data,
      mark: { type: 'point', filled: false, size: 210, stroke: INK, strokeWidth: 1.8, opacity: 1 },
      encoding: place,
    },
    ...[HALO, {}].map((under) => note(words, at, { ...style, ...under })),
  ];
}
