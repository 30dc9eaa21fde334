/** A measured case beside what several seeds predict of it. */
import { wilson } from '../stats/proportion.ts';
import { closedForm } from './closed-form.ts';
import type { MeasuredCase } from './measured-case.ts';
import { type Prediction, type Spread, spreadOf } from './prediction.ts';
import { COMPARED, type Compared } from './quantities.ts';
import type { ConformanceQuantity, OomVerdict } from './results.ts';

export interface Comparison {
  readonly oom: OomVerdict;
  readonly quantities: readonly ConformanceQuantity[];
}

export interface Predicted {
  /** Under the rig's cgroup, one a seed. */
  readonly predictions: readonly Prediction[];
  /** Under cgroup v2, without a limit. */
  readonly withSockets: readonly Prediction[];
}

/** A peak so near the limit that a kill is a matter of luck. */
const NEAR_LIMIT = 0.9;

/** Fewer requests than this say little about how pods share them. */
const FEW = 30;

/**
 * @param repeats all runs of the same case, this one among them
 * @param overhead what the rig adds to the time of service [s]
 */
export function compare(
  one: MeasuredCase,
  repeats: readonly MeasuredCase[],
  { predictions, withSockets }: Predicted,
  overhead: number,
): Comparison {
  const oom = verdict(one, repeats, predictions);
  const isKilled = oom.measuredKills > 0 || oom.predictedShare > 0;
  const exact = closedForm(one.config, overhead);
  const quantities = COMPARED.flatMap((compared) => {
    const spread = spreadOf(predictions, compared.predicted);
    const quantity = beside(compared, one, repeats, spread);
    if (quantity === null) return [];
    // A pod that is killed peaks at its limit, whatever the model says of the rest.
    const scored = quantity.scored && !(isKilled && compared.name === 'peak_memory');
    return { ...quantity, scored, closedForm: exact[compared.name] ?? null };
  });
  const others = [
    ...(isKilled ? [] : [peakWithSockets(one, repeats, withSockets)]),
    podRequests(one, repeats, predictions),
  ];
  return { oom, quantities: [...quantities, ...others.filter((other) => other !== null)] };
}

function verdict(
  { config, measured }: MeasuredCase,
  repeats: readonly MeasuredCase[],
  predictions: readonly Prediction[],
): OomVerdict {
  const measuredKills = total(measured.oom_kills);
  const killed = repeats.filter((repeat) => total(repeat.measured.oom_kills) > 0).length;
  const measuredShare = killed / repeats.length;
  const predictedShare = predictions.filter(({ kills }) => kills > 0).length / predictions.length;
  const isNear = Math.max(...measured.peak_usage) > NEAR_LIMIT * config.memory_limit_bytes;
  const disagree = killed > 0 && killed < repeats.length;
  const { low, high } = wilson(killed, repeats.length);
  return {
    measuredKills,
    predictedKills: spreadOf(predictions, ({ kills }) => kills)!.median,
    measuredShare,
    predictedShare,
    scored: disagree || measuredKills > 0 || !isNear,
    met: disagree
      ? low <= predictedShare && predictedShare <= high
      : predictedShare > 0.5 === measuredKills > 0,
  };
}

function beside(
  compared: Compared,
  one: MeasuredCase,
  repeats: readonly MeasuredCase[],
  spread: Spread | null,
): ConformanceQuantity | null {
  const measured = compared.measured(one);
  if (measured === null || spread === null) return null;
  const all = repeats.map(compared.measured).filter((value) => value !== null);
  return quantityOf(compared, measured, all, spread);
}

type Judged = Pick<Compared, 'name' | 'unit' | 'tolerance' | 'relative' | 'resolution'>;

function quantityOf(
  { name, unit, tolerance, relative, resolution }: Judged,
  measured: number,
  repeats: readonly number[],
  { median, low, high }: Spread,
): ConformanceQuantity {
  const repeated = repeats.length > 1;
  const lowest = Math.min(...repeats);
  const highest = Math.max(...repeats);
  const difference = median - measured;
  const error = relative ? difference / Math.max(measured, resolution) : difference;
  const inSpread = repeated && lowest <= median && median <= highest;
  return {
    name,
    unit,
    measured,
    low: repeated ? lowest : null,
    high: repeated ? highest : null,
    predicted: median,
    predictedLow: low,
    predictedHigh: high,
    closedForm: null,
    error,
    met:
      inSpread || Math.abs(difference) <= resolution || Math.abs(error) <= (tolerance ?? Infinity),
    scored: tolerance !== null,
  };
}

/** What cgroup v2 would have charged; the rig sampled the sum, so it is for information. */
function peakWithSockets(
  { measured }: MeasuredCase,
  repeats: readonly MeasuredCase[],
  withSockets: readonly Prediction[],
): ConformanceQuantity | null {
  const spread = spreadOf(withSockets, ({ peak }) => peak);
  if (spread === null) return null;
  const highest = (one: MeasuredCase['measured']) => Math.max(...one.peak_usage_plus_tcp);
  return quantityOf(
    { name: 'peak_with_sockets', unit: 'B', tolerance: null, relative: true, resolution: 0 },
    highest(measured),
    repeats.map((repeat) => highest(repeat.measured)),
    spread,
  );
}

/** The pod whose share of the served requests is furthest off, relative to its own. */
function podRequests(
  one: MeasuredCase,
  repeats: readonly MeasuredCase[],
  predictions: readonly Prediction[],
): ConformanceQuantity | null {
  const { haproxy, pods } = one.config;
  const served = Math.min(...repeats.map(({ measured }) => total(measured.by_pod)));
  if (!haproxy || pods === 1 || served < FEW) return null;
  const candidates = one.measured.by_pod.map((_, pod) => {
    const spread = spreadOf(predictions, ({ byPod }) => byPod[pod]!);
    const share = ({ measured }: MeasuredCase) => measured.by_pod[pod]! / total(measured.by_pod);
    const judged = { unit: 'share', tolerance: 0.05, relative: true, resolution: 0 } as const;
    return quantityOf({ name: 'pod_requests', ...judged }, share(one), repeats.map(share), spread!);
  });
  const missed = candidates.filter(({ met }) => !met);
  return furthest(missed.length > 0 ? missed : candidates);
}

function furthest(candidates: readonly ConformanceQuantity[]): ConformanceQuantity {
  return candidates.reduce((worst, one) =>
    Math.abs(one.error) > Math.abs(worst.error) ? one : worst,
  );
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
