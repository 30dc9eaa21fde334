/**
 * What one long run says of steady load. Kills within a window are a matter of replications, latency
 * in the long run is one of batches: neither estimator is used for the other (Law, Simulation
 * Modeling and Analysis, 9.3: terminating and nonterminating simulations).
 */
import type { Load, Observations, Sent } from '../observe/observations.ts';
import type { Estimate } from '../stats/interval.ts';
import { mser5 } from '../stats/mser5.ts';
import { type QuantileEstimate, quantileInterval } from '../stats/quantile-interval.ts';
import { type SteadyState, steadyState } from '../stats/steady-state.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Cell } from './row.ts';
import { STEADY } from './steady-statistics.ts';

/** How a design point is observed under steady load. */
export interface SteadySpec {
  /** Length of its run [s]. */
  readonly horizon: number;
}

/** Fewer independent values beyond a quantile than this leave it without an honest interval. */
const LEAST_BEYOND = 10;

/** The columns of STEADY where there is nothing to say. */
export const NOT_STEADY: Readonly<Record<string, Cell>> = Object.fromEntries(
  STEADY.map(({ key }) => [key, null]),
);

/** How the note of a run begins that is not averaged. */
export const NOT_AVERAGED = 'not averaged: ';

/** The columns of STEADY. @param run with its `load`. @param maxEvents its budget of events. */
export function steadyCells(
  run: Pick<Observations, 'load' | 'events' | 'kills'>,
  maxEvents: number,
): Record<string, Cell> {
  const load = run.load!;
  const from = warmUpEnd(load);
  const latencies = valuesFrom(load.operations, from);
  const waits = valuesFrom(load.waits, from);
  const latency = longRun(latencies.filter(isOk), from);
  const wait = longRun(waits, from);
  const ok = longRun(
    latencies.map((value) => (isOk(value) ? 1 : 0)),
    from,
  );
  const effective = { steady_effective_size: Math.floor(latency.effectiveSize || 0) };
  const doubts = [
    run.events >= maxEvents ? 'event budget used up' : '',
    ...Object.entries({ latency, wait, 'share answered ok': ok }).map(([name, figure]) =>
      figure.mean === null ? `${name}: ${figure.notStationary}` : '',
    ),
  ].filter((doubt) => doubt !== '');
  if (doubts.length > 0) {
    return { ...NOT_STEADY, ...effective, steady_note: `${NOT_AVERAGED}${doubts[0]}` };
  }
  const [latencyP99, waitP99] = [latencies, waits].map((values) => quantileInterval(values, 0.99));
  return {
    ...cellsOf('steady_latency_mean', '_s', latency.mean!),
    ...p99Cells('steady_latency_p99', latencyP99!),
    ...cellsOf('steady_wait_mean', '_s', wait.mean!),
    ...p99Cells('steady_wait_p99', waitP99!),
    steady_ok_share: ok.mean!.value,
    steady_ok_low: Math.max(0, ok.mean!.low),
    steady_ok_high: Math.min(1, ok.mean!.high),
    steady_warm_up_s: from,
    steady_operations: latencies.length,
    ...effective,
    steady_note: [
      ...(run.kills.length > 0 ? [`${run.kills.length} OOM kills in the long run`] : []),
      ...Object.entries({ latency: latencyP99!, wait: waitP99! }).flatMap(([name, p99]) =>
        isKnown(p99) ? [] : [`99% of ${name}: too few independent values beyond`],
      ),
    ].join('; '),
  };
}

/** The instant from which on neither latencies nor waits are warm-up [s]; Infinity: none is. */
function warmUpEnd({ operations, waits }: Load): number {
  const answered: Sent = {
    sentAt: operations.sentAt.filter((_, index) => isOk(operations.values[index]!)),
    values: operations.values.filter(isOk),
  };
  return Math.max(
    ...[answered, waits].map(({ sentAt, values }) => {
      const { truncation, settled } = mser5(values);
      if (!settled) return Number.POSITIVE_INFINITY;
      return truncation === 0 ? 0 : sentAt[truncation]!;
    }),
  );
}

/** Of all where no instant ends the warm-up. */
function valuesFrom({ sentAt, values }: Sent, from: number): Float64Array {
  if (from === Number.POSITIVE_INFINITY) return values;
  const first = sentAt.findIndex((at) => at >= from);
  return values.subarray(first < 0 ? values.length : first);
}

/** @param values without their warm-up, unless it does not end */
function longRun(values: Float64Array, from: number): SteadyState {
  const settled = from < Number.POSITIVE_INFINITY;
  return steadyState(values, { warmUp: { truncation: 0, settled } });
}

function isOk(latency: number): boolean {
  return latency < Number.POSITIVE_INFINITY;
}

/** Among failures a quantile is known to be beyond any limit. */
function isKnown({ value, beyond }: QuantileEstimate): boolean {
  return !isOk(value) || beyond >= LEAST_BEYOND;
}

function p99Cells(stem: string, p99: QuantileEstimate): Record<string, Cell> {
  const unknown = Number.NaN;
  return cellsOf(stem, '_s', isKnown(p99) ? p99 : { value: unknown, low: unknown, high: unknown });
}

function cellsOf(
  stem: string,
  end: string,
  { value, low, high }: Pick<Estimate, 'value' | 'low' | 'high'>,
): Record<string, Cell> {
  return {
    [`${stem}${end}`]: finiteOrNull(value),
    [`${stem}_low${end}`]: finiteOrNull(Math.max(0, low)),
    [`${stem}_high${end}`]: finiteOrNull(high),
  };
}
