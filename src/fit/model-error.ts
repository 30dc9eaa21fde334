/** How far predictions are from measurements, by quantity, on the scale of logarithms. */

import { repeatedId } from '../conformance/measured-case.ts';
import type { ConformanceCase, ConformanceQuantity, QuantityName } from '../conformance/results.ts';
import { quantile } from '../stats/quantile.ts';

/** Quantities that are never zero but for want of resolution. */
export const ERROR_QUANTITIES = [
  'peak_memory',
  'latency_p50',
  'latency_p99',
  'queue_wait_p50',
] as const satisfies QuantityName[];
export type ErrorQuantity = (typeof ERROR_QUANTITIES)[number];

/** Null: no case. */
export interface ModelError {
  readonly quantity: ErrorQuantity;
  /** Cases, and configurations among them: repeats of one are not independent. */
  readonly cases: number;
  readonly configurations: number;
  /** Mean of log(predicted / measured); below zero where predictions are too low. */
  readonly bias: number | null;
  /** Root of its mean square, bias included: what a prediction is to be widened by. */
  readonly sigma: number | null;
  /** Median of its size over that of a standard normal: what sigma is but for the worst cases. */
  readonly robustSigma: number | null;
}

/** Times below this are mostly the resolution of the rig's clocks [s]. */
const SHORT = 0.01;

/** The median size of a standard normal variable. */
const MEDIAN_OF_NORMAL = 0.6744897501960817;

/** Over some of the cases, those of the quantity that count for a target. */
export function modelErrors(cases: readonly ConformanceCase[]): ModelError[] {
  return ERROR_QUANTITIES.map((name) => {
    const compared = cases.flatMap((one) => {
      const quantity = one.quantities.find((each) => each.name === name);
      return quantity && counts(quantity) ? [{ id: one.id, log: logOf(quantity) }] : [];
    });
    const logs = compared.map(({ log }) => log);
    const mean = (values: readonly number[]) =>
      values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = mean(logs.map((log) => log * log));
    const sizes = logs.map(Math.abs).sort((a, b) => a - b);
    return {
      quantity: name,
      cases: compared.length,
      configurations: new Set(compared.map(repeatedId)).size,
      bias: mean(logs),
      sigma: variance === null ? null : Math.sqrt(variance),
      robustSigma: sizes.length === 0 ? null : quantile(sizes, 0.5) / MEDIAN_OF_NORMAL,
    };
  });
}

function counts({ scored, unit, measured, predicted }: ConformanceQuantity): boolean {
  return scored && (unit !== 's' || Math.min(measured, predicted) >= SHORT);
}

function logOf({ measured, predicted }: ConformanceQuantity): number {
  return Math.log(predicted / measured);
}
