/**
 * How the cost of a request grows with the system: twice the work should take twice as long. Every
 * curve makes one thing larger and leaves each request the same to do.
 */
import type { Model } from '../src/config/config.ts';
import { CURVES } from './curves.ts';
import type { Effort } from './effort.ts';
import { inFreshProcess, type MeasuredProcess } from './measured-process.ts';

/** Where a curve is drawn. */
export const PANELS = {
  pods: 'the queueing core: pods',
  clients: 'the queueing core: all else',
  bytes: 'bytes and memory',
} as const;

type PanelName = keyof typeof PANELS;

/** One curve: something that grows. */
export interface CurvePlan {
  readonly name: string;
  /** What x counts. */
  readonly axis: string;
  readonly most: number;
  /** @param requests to simulate at the least */
  readonly model: (x: number, requests: number) => Model;
  readonly panel: PanelName;
}

export interface ScalingPoint {
  readonly x: number;
  readonly requests: number;
  /** Processor time [s]. */
  readonly perRequest: number;
}

export interface Curve {
  readonly name: string;
  readonly axis: string;
  readonly panel: PanelName;
  readonly points: readonly ScalingPoint[];
  /** Of the line through the last points on logarithmic axes; null of fewer than two. */
  readonly slope: number | null;
  readonly superlinear: boolean;
  /** Left out: the point before says that they would take too long. */
  readonly skipped: readonly number[];
}

/** Decades at the end of a curve that its slope is taken from: what comes before is warm-up. */
const DECADES = 2;
/** A heap's logarithm and caches left behind make slopes up to this; more is the algorithm's. */
export const STEEP = 0.25;

export async function measureScaling(effort: Effort): Promise<Curve[]> {
  const curves: Curve[] = [];
  for (const plan of CURVES) {
    curves.push(await inFreshProcess((subject) => measureCurve(subject, plan, effort)));
  }
  return curves;
}

async function measureCurve(
  subject: MeasuredProcess,
  plan: CurvePlan,
  effort: Effort,
): Promise<Curve> {
  const { scalingRequests, scalingMost, scalingRounds, scalingPatience } = effort;
  const requests = plan.panel === 'bytes' ? scalingRequests / 10 : scalingRequests;
  const points: ScalingPoint[] = [];
  const skipped: number[] = [];
  for (const x of decades(Math.min(plan.most, scalingMost))) {
    const last = points.at(-1);
    if (last && last.perRequest * last.requests > scalingPatience) {
      skipped.push(x);
      continue;
    }
    await subject.runs(plan.model(x, requests / 10), ['warm-up']);
    points.push(await measurePoint(subject, x, plan.model(x, requests), scalingRounds));
  }
  const slope = slopeOf(points);
  const superlinear = slope !== null && slope > STEEP;
  const { name, axis, panel } = plan;
  return { name, axis, panel, points, slope, superlinear, skipped };
}

/** The least of some rounds: a disturbance only ever adds. */
async function measurePoint(
  subject: MeasuredProcess,
  x: number,
  model: Model,
  rounds: number,
): Promise<ScalingPoint> {
  const points: ScalingPoint[] = [];
  for (let round = 0; round < rounds; round++) {
    const { requests, cpu } = await subject.runs(model, [`bench/${round}`]);
    points.push({ x, requests, perRequest: cpu / requests });
  }
  return points.reduce((a, b) => (b.perRequest < a.perRequest ? b : a));
}

/** 1, 10, 100, ... up to and including `most`, and what lies half-way between. */
function decades(most: number): number[] {
  const all: number[] = [];
  for (let x = 1; x <= most; x *= 10) {
    all.push(x);
    if (3 * x <= most) all.push(3 * x);
  }
  return all;
}

/** Least squares on the logarithms. */
export function slopeOf(points: readonly ScalingPoint[]): number | null {
  const last = points.at(-1);
  const late = points.filter(({ x }) => x >= last!.x / 10 ** DECADES);
  if (late.length < 2) return null;
  const [xs, ys] = [late.map(({ x }) => Math.log(x)), late.map((p) => Math.log(p.perRequest))];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const [xMean, yMean] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, x, i) => sum + (x - xMean) * (ys[i]! - yMean), 0);
  return covariance / xs.reduce((sum, x) => sum + (x - xMean) ** 2, 0);
}
