/** The tables of a conformance run: targets, cases that disagree, queueing, cases left out. */
import type { ConformanceCase, ConformanceResults } from '../conformance/results.ts';
import { percent } from '../units/readable.ts';
import {
  type Disagreement,
  disagreements,
  errorInWords,
  quantityInWords,
  sizeInWords,
  spreadInWords,
  valueInWords,
} from './conformance-words.ts';
import type { ResultTable } from './result-table.ts';

/** Waiting of which queueing theory may have a closed form. */
const QUEUEING = ['queue_wait_mean', 'queue_wait_p50', 'queue_wait_p99', 'queue_timeout_share'];
const QUEUEING_GROUPS = ['E', 'F'];

/** A wait [s] or share below this is none: rounding of a closed form. */
const NOTHING = 1e-6;

const UNEXPLAINED = 'nothing known';

export function targetTable({ targets }: ConformanceResults): ResultTable {
  return {
    headers: ['what', 'target', 'met', 'median error', 'worst beyond repeats', 'case', 'reached'],
    numeric: [2, 3, 4],
    rows: targets.map(({ name, target, scored, met, medianError, worstError, ...rest }) => [
      quantityInWords(name),
      target,
      `${met} of ${scored}`,
      medianError === null ? '' : sizeInWords(medianError, name),
      worstError === null ? '' : errorInWords(worstError, name),
      rest.worstCase ?? '',
      scored === 0 ? 'no case' : rest.reached ? 'yes' : 'NO',
    ]),
  };
}

export function disagreementTable(results: ConformanceResults): ResultTable {
  return {
    headers: [
      'case',
      'what',
      'measured',
      'repeats',
      'predicted',
      'seeds',
      'error',
      'attributed to',
    ],
    numeric: [2, 4, 6],
    rows: disagreements(results).map(disagreementRow),
  };
}

function disagreementRow({ case: one, quantity }: Disagreement): string[] {
  const explanation = one.explanation ?? UNEXPLAINED;
  if (quantity === null) {
    const { measuredKills, measuredShare, predictedKills, predictedShare } = one.oom;
    const repeats = `killed in ${percent(measuredShare)}`;
    const seeds = `killed in ${percent(predictedShare)}`;
    const what = quantityInWords('oom');
    const kills = [`${measuredKills} killed`, repeats, `${predictedKills} killed`, seeds];
    return [one.id, what, ...kills, '', explanation];
  }
  const { name, unit, measured, low, high, predicted, error } = quantity;
  return [
    one.id,
    quantityInWords(name),
    valueInWords(measured, unit),
    spreadInWords(low, high, unit),
    valueInWords(predicted, unit),
    spreadInWords(quantity.predictedLow, quantity.predictedHigh, unit),
    errorInWords(error, name),
    explanation,
  ];
}

/** Measured, simulated and, where theory has one, the closed form; without rows of zeros. */
export function queueingTable({ cases }: ConformanceResults): ResultTable {
  return {
    headers: ['case', 'what', 'measured', 'simulated', 'closed form', 'error', 'of closed form'],
    numeric: [2, 3, 4, 5, 6],
    rows: cases.filter(isQueueing).flatMap(queueingRows),
  };
}

function isQueueing({ group, oom }: ConformanceCase): boolean {
  return QUEUEING_GROUPS.includes(group) && oom.measuredKills === 0;
}

function queueingRows({ id, quantities }: ConformanceCase): string[][] {
  return quantities
    .filter(({ name }) => QUEUEING.includes(name))
    .filter(({ measured, predicted, closedForm }) =>
      [measured, predicted, closedForm ?? 0].some((value) => Math.abs(value) >= NOTHING),
    )
    .map(({ name, unit, measured, predicted, closedForm, error }) => {
      const off = closedForm === null ? null : offBy(closedForm, measured, unit === 'share');
      return [
        id,
        quantityInWords(name),
        valueInWords(measured, unit),
        valueInWords(predicted, unit),
        closedForm === null ? 'none' : valueInWords(closedForm, unit),
        errorInWords(error, name),
        off === null ? '' : errorInWords(off, name),
      ];
    });
}

/** As the error of a simulated value is taken: relative, of shares the difference. */
function offBy(value: number, measured: number, isShare: boolean): number {
  return isShare ? value - measured : (value - measured) / measured;
}

export function notCoveredTable({ notCovered }: ConformanceResults): ResultTable {
  const reasons = [...new Set(notCovered.map(({ reason }) => reason))];
  return {
    headers: ['what the model lacks', 'cases', 'ids'],
    numeric: [1],
    rows: reasons.map((reason) => {
      const ids = notCovered.filter((one) => one.reason === reason).map(({ id }) => id);
      return [reason, String(ids.length), ids.join(', ')];
    }),
  };
}
