/** Closed forms beside the simulation: each case as a ratio with four standard errors. */
import type { ExperimentResults, TheoryRow } from '../sweep/results.ts';
import { count, percent } from '../units/readable.ts';
import { ruleAt } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { frame, INK, LIMIT_COLOUR, OKABE_ITO } from './theme.ts';

const WIDTH = 380;
/** Room on the left for the names of the cases. */
const LABELS = 500;
const STEP = 21;
const ERRORS = 4;

export function theoryLadder(results: ExperimentResults): ChartSpec | null {
  const rows = (results.theory ?? []).filter((row) => row.exact !== 0);
  if (rows.length === 0) return null;
  const groups = [...new Set(rows.map(oracleOf))];
  const title = finding(results.theory ?? []);
  const reach = Math.max(0.01, ...rows.flatMap((row) => [Math.abs(low(row) - 1), high(row) - 1]));
  return frame(
    {
      title,
      subtitle: `Simulated value over the closed form; bars: ${ERRORS} standard errors either side.`,
      description: `${title}. ${rows.map((row) => `${row.title}: ratio ${(row.simulated / row.exact).toFixed(4)}.`).join(' ')}`,
    },
    WIDTH + LABELS,
    {
      spacing: 10,
      bounds: 'flush',
      vconcat: groups.map((group, index) =>
        panel(
          rows.filter((row) => oracleOf(row) === group),
          reach * 1.08,
          index === groups.length - 1,
        ),
      ),
    },
  );
}

function oracleOf(row: TheoryRow): string {
  return row.id.split(' ')[0]!;
}

/** Each figure by the system it belongs to; several of one kind are numbered. */
function namesOf(rows: readonly TheoryRow[]): string[] {
  const names = rows.map(({ title, statistic }) => `${title}: ${statistic.replaceAll('-', ' ')}`);
  return names.map((name, index) => {
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    return isAlone ? name : `${name} ${names.slice(0, index + 1).filter((n) => n === name).length}`;
  });
}

function agrees(row: TheoryRow): boolean {
  return Math.abs(row.z) <= ERRORS;
}

function finding(rows: readonly TheoryRow[]): string {
  const off = rows.filter((row) => !agrees(row));
  const relative = rows
    .filter((row) => row.exact !== 0)
    .map((row) => Math.abs(row.simulated / row.exact - 1));
  const most = percent(Math.max(...relative));
  if (off.length === 0) {
    return `${count(rows.length, 'closed form')} met within ${ERRORS} standard errors; largest difference ${most}`;
  }
  return `${off.length} of ${count(rows.length, 'closed form')} missed by more than ${ERRORS} standard errors: ${off.map((row) => row.id).join(', ')}`;
}

function low(row: TheoryRow): number {
  return (row.simulated - ERRORS * row.standardError) / row.exact;
}

function high(row: TheoryRow): number {
  return (row.simulated + ERRORS * row.standardError) / row.exact;
}

function panel(rows: readonly TheoryRow[], reach: number, last: boolean): Json {
  const x = {
    field: 'ratio',
    type: 'quantitative',
    title: last ? 'simulated / exact' : null,
    scale: { domain: [1 - reach, 1 + reach], nice: false, zero: false },
    axis: { tickCount: 6, labels: last, ticks: last, format: '.3~f' },
  };
  const names = namesOf(rows);
  const y = caseAxis(names);
  const color = {
    field: 'agrees',
    type: 'nominal',
    scale: { domain: ['yes', 'no'], range: [OKABE_ITO.blue, LIMIT_COLOUR] },
    legend: null,
  };
  return {
    width: WIDTH,
    height: { step: STEP },
    data: { values: rows.map((row, index) => ({ name: names[index]!, ...datumOf(row) })) },
    layer: [
      ruleAt({ x: { datum: 1 } }, { color: INK, strokeWidth: 1 }),
      {
        mark: { type: 'rule', strokeWidth: 4, opacity: 0.4 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, color },
      },
      {
        mark: { type: 'point', filled: true, size: 55, opacity: 1 },
        encoding: { x, y, color, tooltip: TOOLTIP },
      },
    ],
  };
}

const TOOLTIP = [
  { field: 'case', type: 'nominal' },
  { field: 'title', type: 'nominal', title: 'system' },
  { field: 'statistic', type: 'nominal', title: 'figure' },
  { field: 'exact', type: 'quantitative', title: 'closed form', format: '.6~g' },
  { field: 'simulated', type: 'quantitative', title: 'simulated', format: '.6~g' },
  { field: 'z', type: 'quantitative', title: 'standard errors off', format: '.2f' },
];

function datumOf(row: TheoryRow) {
  return {
    case: row.id,
    title: row.title,
    ratio: row.simulated / row.exact,
    low: low(row),
    high: high(row),
    statistic: row.statistic,
    exact: row.exact,
    simulated: row.simulated,
    z: row.z,
    agrees: agrees(row) ? 'yes' : 'no',
  };
}

/** The cases of one oracle below each other. */
function caseAxis(names: readonly string[]): { [key: string]: Json } {
  return {
    field: 'name',
    type: 'nominal',
    sort: [...names],
    title: null,
    axis: {
      labelLimit: 0,
      minExtent: LABELS,
      maxExtent: LABELS,
      ticks: false,
      domain: false,
      grid: true,
    },
  };
}
