/** What a panel of the chart `knob` draws: a column of the rows, and what belongs beside it. */
import { STATISTICS } from './row.ts';

export interface Panel {
  /** As the experiment file names it. */
  readonly name: string;
  /** Columns of the rows, of one unit: the first solid, a second one dotted. */
  readonly columns: readonly string[];
  /** Columns with the ends of the first one's interval; null where there is none. */
  readonly band: { readonly low: string; readonly high: string } | null;
  /** Unit of the columns. */
  readonly unit: string;
}

/** Columns that are read together have a name of their own. */
const TOGETHER: readonly Panel[] = [
  withBand('oom_probability', 'oom_probability', 'oom_probability'),
  withBand('oom_probability_all', 'oom_probability_all', 'oom_probability_all'),
  withBand('oom_horizon_probability', 'oom_horizon_probability', 'oom_horizon_probability'),
  withBand(
    'oom_horizon_probability_all',
    'oom_horizon_probability_all',
    'oom_horizon_probability_all',
  ),
  withBand('served_within_60s', 'served_within_60s_share', 'served_within_60s'),
  withBand('cascade_probability', 'cascade_probability', 'cascade_probability'),
  {
    name: 'peak_memory',
    columns: ['peak_memory_p50_bytes'],
    band: { low: 'peak_memory_p05_bytes', high: 'peak_memory_p95_bytes' },
    unit: 'B',
  },
  quantiles('latency'),
  quantiles('latency_ok'),
  quantiles('queue_wait'),
  longRun('steady_latency'),
  longRun('steady_wait'),
  withBand('steady_ok', 'steady_ok_share', 'steady_ok'),
  { name: 'goodput', columns: ['goodput_bytes_per_s'], band: null, unit: 'B/s' },
];

/** Every other statistic that is a number stands alone. */
const ALONE: readonly Panel[] = STATISTICS.filter(
  ({ key, unit }) =>
    unit !== 'text' && unit !== 'flag' && !TOGETHER.some(({ name }) => name === key),
).map(({ key, unit }) => ({ name: key, columns: [key], band: null, unit }));

const PANELS: ReadonlyMap<string, Panel> = new Map(
  [...TOGETHER, ...ALONE].map((panel) => [panel.name, panel]),
);

export const PANEL_NAMES: readonly string[] = [...PANELS.keys()];

/** null where there is no such statistic. */
export function panelNamed(name: string): Panel | null {
  return PANELS.get(name) ?? null;
}

/** Two columns in one panel; null where their units differ or one of them is drawn in two already. */
export function panelOfPair(first: Panel, second: Panel): Panel | null {
  const isPair = first.columns.length === 1 && second.columns.length === 1;
  if (!isPair || first.unit !== second.unit) return null;
  return {
    name: `${first.name}, ${second.name}`,
    columns: [...first.columns, ...second.columns],
    band: first.band,
    unit: first.unit,
  };
}

function withBand(name: string, column: string, stem: string): Panel {
  const band = { low: `${stem}_low`, high: `${stem}_high` };
  return { name, columns: [column], band, unit: 'share' };
}

function quantiles(stem: string): Panel {
  return { name: stem, columns: [`${stem}_p99_s`, `${stem}_p50_s`], band: null, unit: 's' };
}

/** The mean with its interval, and the 99% quantile. */
function longRun(stem: string): Panel {
  const columns = [`${stem}_mean_s`, `${stem}_p99_s`];
  const band = { low: `${stem}_mean_low_s`, high: `${stem}_mean_high_s` };
  return { name: stem, columns, band, unit: 's' };
}
