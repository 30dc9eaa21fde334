/** Theory beside simulation on a terminal, by what it is about; the verdict last. */
import type { ResultTable } from '../report/result-table.ts';
import { aligned } from '../report/table.ts';
import { count, percent, readableBytes, sentenceList } from '../units/readable.ts';
import { GROUPS, type Group, groupOf } from '../verify/groups.ts';
import {
  type Checked,
  type Comparison,
  FALSE_ALARM,
  failures,
  type Verification,
} from '../verify/verify.ts';

/** @param columns of the terminal; 0: as wide as it takes. */
export function verifyStory(verification: Verification, columns: number): string {
  const parts = GROUPS.flatMap((group) => {
    const checks = verification.checks.filter(({ id }) => groupOf(id) === group);
    return checks.length === 0 ? [] : [groupStory(group, checks, columns)];
  });
  return `\n${[...parts, criterion(verification), verdict(verification)].join('\n\n')}\n`;
}

function groupStory({ title }: Group, checks: readonly Checked[], columns: number): string {
  const breaches = checks.flatMap(({ id, breach }) =>
    breach === null ? [] : [`FAIL  ${id}: ${breach}`],
  );
  const compared = checks.filter(({ figures }) => figures.length > 0);
  return [title, ...(compared.length > 0 ? [figures(compared, columns)] : []), ...breaches].join(
    '\n',
  );
}

function figures(checks: readonly Checked[], columns: number): string {
  const wide = aligned(wideTable(checks), 0);
  const width = Math.max(...wide.split('\n').map((line) => line.length));
  return columns === 0 || width <= columns ? wide : aligned(narrowTable(checks), 0);
}

function wideTable(checks: readonly Checked[]): ResultTable {
  return {
    headers: ['check', 'figure', 'theory', 'simulated', '95% interval', 'off by', ''],
    numeric: [2, 3, 4, 5],
    rows: checks.flatMap(({ id, figures }) =>
      figures.map((figure, index) => {
        const { name, theory, simulated, low, high, evidence } = figure;
        const interval = `${shown(low, name)} to ${shown(high, name)}`;
        return [
          index === 0 ? id : '',
          name,
          shown(theory, name),
          shown(simulated, name),
          evidence.kind === 'exact' ? 'exact' : interval,
          offBy(figure),
          verdictOf(figure),
        ];
      }),
    ),
  };
}

/** The check on a line of its own, and the interval as its larger half. */
function narrowTable(checks: readonly Checked[]): ResultTable {
  return {
    headers: ['check and figure', 'theory', 'simulated', '95%', ''],
    numeric: [1, 2, 3],
    rows: checks.flatMap(({ id, figures }) => [
      [id],
      ...figures.map((figure) => [
        `  ${figure.name}`,
        shown(figure.theory, figure.name),
        shown(figure.simulated, figure.name),
        half(figure),
        verdictOf(figure),
      ]),
    ]),
  };
}

function verdictOf({ agrees }: Comparison): string {
  return agrees ? 'pass' : 'FAIL';
}

function half({ simulated, low, high, evidence }: Comparison): string {
  if (evidence.kind === 'exact') return 'exact';
  return `+-${Number(Math.max(simulated - low, high - simulated).toPrecision(2))}`;
}

/** Relative difference. */
function offBy({ theory, simulated }: Comparison): string {
  if (simulated === theory) return '0%';
  return theory === 0 ? '' : percent((simulated - theory) / theory);
}

function shown(value: number, name: string): string {
  if (name === 'peak-memory') return readableBytes(value);
  return String(Number(value.toPrecision(4)));
}

function criterion({ level }: Verification): string {
  const percentage = Number((100 * level).toPrecision(7));
  return [
    "95% intervals: Student's t; of shares of replications, Clopper and Pearson's.",
    `One in twenty misses by chance. A figure fails only where its ${percentage}% interval`,
    `misses too: of a right simulator, some figure does so under one seed in ${1 / FALSE_ALARM}`,
    'at most. "exact" allows for rounding alone.',
  ].join('\n');
}

/** One sentence, and one on the intervals themselves where there are some. */
function verdict(verification: Verification): string {
  const { checks } = verification;
  const failed = failures(verification);
  if (failed.length > 0) {
    const names = failed.map(({ id }) => id).join('; ');
    return `${failed.length} of ${count(checks.length, 'check')} failed, and that is our mistake: ${names}.`;
  }
  const figures = checks.flatMap((check) => check.figures);
  const drawn = figures.filter(({ evidence }) => evidence.kind !== 'exact');
  const within = drawn.filter(({ low, high, theory }) => low <= theory && theory <= high);
  const exact = figures.length - drawn.length;
  const parts = [
    ...(exact > 0 ? [`${exact} to the last digits`] : []),
    ...(drawn.length > 0 ? [`${drawn.length} within chance`] : []),
  ];
  const expected = Math.round(0.95 * drawn.length);
  const covered = `The 95% interval holds the theory in ${within.length} of these ${drawn.length}; about ${expected} are expected.`;
  return [
    `All ${count(figures.length, 'figure')} agree with theory: ${sentenceList(parts)}.`,
    ...(drawn.length > 0 ? [covered] : []),
  ].join('\n');
}
