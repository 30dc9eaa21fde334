/** What a row says of P(OOM) with parameters and model error drawn too, and of its own claim. */
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';
import { isDeterministic, oomCount, oomInterval } from './oom-chance.ts';
import { numberIn } from './slice.ts';

export interface SecondFigure {
  readonly probability: number;
  /** Its 90% input band: where P(OOM) may lie, not knowing parameters and model error. */
  readonly low: number;
  readonly high: number;
  /** Least P(OOM) that the calibration supports here. */
  readonly floor: number;
  /** Whether the first figure claims no less than that. */
  readonly isSupported: boolean;
}

/** null where the row has none. */
export function secondFigure(row: Row): SecondFigure | null {
  const [probability, low, high, floor] = [
    'oom_probability_all',
    'oom_input_low',
    'oom_input_high',
    'oom_floor',
  ].map((column) => numberIn(row, column));
  if (probability == null || low == null || high == null || floor == null) return null;
  return { probability, low, high, floor, isSupported: claimOf(row) >= floor };
}

/** `4% (0% to 31%)` for a tooltip. */
export function secondFigureInWords(row: Row): string {
  const figure = secondFigure(row);
  if (figure === null) return 'not known';
  return `${percent(figure.probability)} (${percent(figure.low)} to ${percent(figure.high)})`;
}

/** The most that the first figure leaves possible; where all runs agree by necessity, yes or no. */
function claimOf(row: Row): number {
  if (isDeterministic(row)) return oomCount(row) > 0 ? 1 : 0;
  return oomInterval(row)?.high ?? 1;
}
