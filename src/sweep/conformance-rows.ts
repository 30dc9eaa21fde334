/** Measured beside predicted, as the rows of an experiment of kind conformance. */
import {
  type ConformanceCase,
  type ConformanceResults,
  QUANTITIES,
  type QuantityName,
} from '../conformance/results.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Row } from './row.ts';

const PARTS = ['measured', 'predicted', 'error', 'met'] as const;

export const CONFORMANCE_COLUMNS: readonly string[] = [
  'id',
  'group',
  'handler',
  'covered',
  'fitted',
  'oom_measured_share',
  'oom_predicted_share',
  'oom_met',
  ...QUANTITIES.flatMap((name) => PARTS.map((part) => column(name, part))),
  'explanation',
];

/** The cases that were simulated, in their order, then those that could not be. */
export function conformanceRows({ cases, notCovered }: ConformanceResults): Row[] {
  return [
    ...cases.map(caseRow),
    ...notCovered.map(({ id, reason }) => ({ id, covered: false, explanation: reason })),
  ];
}

/** `met` is empty where nothing was to be met. */
function caseRow(one: ConformanceCase): Row {
  const { oom, quantities } = one;
  const row: Record<string, Row[string]> = {
    id: one.id,
    group: one.group,
    handler: one.handler,
    covered: true,
    fitted: one.fitted,
    oom_measured_share: oom.measuredShare,
    oom_predicted_share: oom.predictedShare,
    oom_met: oom.scored ? oom.met : null,
    explanation: one.explanation,
  };
  for (const { name, measured, predicted, error, met, scored } of quantities) {
    row[column(name, 'measured')] = measured;
    row[column(name, 'predicted')] = predicted;
    row[column(name, 'error')] = finiteOrNull(error);
    row[column(name, 'met')] = scored ? met : null;
  }
  return row;
}

function column(name: QuantityName, part: (typeof PARTS)[number]): string {
  return `${name}_${part}`;
}
