/**
 * Longer than one window, and more than one installation: P(OOM at least once) in all of them. What is
 * not known of parameters and model is common to all windows, and so is drawn once for all.
 */
import { atLeastOnce } from '../stats/two-figures.ts';
import type { Cell } from './row.ts';
import type { Statistic } from './statistic.ts';

export interface HorizonSpec {
  /** So many of the event that one run stands for. */
  readonly windows: number;
  /** Installations like the one simulated, each with windows of its own. */
  readonly fleets: number;
}

const GIVEN = figure(
  'oom_horizon_probability',
  'P(OOM at least once) in all windows of the horizon, given the model: 1 - (1 - p)^n',
);
const WITH_ERRORS = figure(
  'oom_horizon_probability_all',
  'the same with what is not known drawn once for all windows: E[1 - (1 - p)^n]',
);

/** Null where the experiment asks for no horizon, and where P(OOM) has no such figure. */
export const HORIZON: readonly Statistic[] = [...GIVEN, ...WITH_ERRORS];

function figure(key: string, doc: string): Statistic[] {
  return [
    { key, unit: 'share', doc },
    {
      key: `${key}_low`,
      unit: 'share',
      doc: 'lower end of its 95% interval from the finite number of runs',
    },
    { key: `${key}_high`, unit: 'share', doc: 'upper end of the same' },
  ];
}

/** How many windows in all; 1 where none are asked for. */
export function windowsIn(horizon: HorizonSpec | null): number {
  return horizon === null ? 1 : horizon.windows * horizon.fleets;
}

/** The first figure: that of one window, and the ends of its interval, over so many windows. */
export function givenModel(
  row: Readonly<Record<string, Cell>>,
  horizon: HorizonSpec | null,
): Record<string, Cell> {
  const [p, low, high, bound] = ['', '_low', '_high', '_bound'].map((end) =>
    numberOf(row[`oom_probability${end}`]),
  );
  // As in one window: after no kill, or nothing else, the exact bound stands for the interval.
  const ends = [p === 1 ? bound : low, p === 0 ? bound : high];
  return cellsOf(GIVEN, horizon, [p ?? null, ...ends.map((end) => end ?? null)]);
}

/** The second figure. @param figure null where there is none */
export function withErrors(
  figure: { readonly value: number; readonly low: number; readonly high: number } | null,
  horizon: HorizonSpec | null,
): Record<string, Cell> {
  const keys = WITH_ERRORS.map(({ key }) => key);
  const told = horizon === null || figure === null ? null : figure;
  const values = told === null ? [null, null, null] : [told.value, told.low, told.high];
  return Object.fromEntries(keys.map((key, index) => [key, values[index]!]));
}

function cellsOf(
  statistics: readonly Statistic[],
  horizon: HorizonSpec | null,
  shares: readonly (number | null)[],
): Record<string, Cell> {
  return Object.fromEntries(
    statistics.map(({ key }, index) => {
      const share = shares[index] ?? null;
      const isTold = horizon !== null && share !== null;
      return [key, isTold ? atLeastOnce(share, windowsIn(horizon)) : null];
    }),
  );
}

function numberOf(cell: Cell | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
