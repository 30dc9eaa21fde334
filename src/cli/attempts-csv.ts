/** `spillway run --attempts`: a line for each attempt of a run, in the order of ending. */
import type { Attempt } from '../observe/observations.ts';
import type { Row } from '../sweep/row.ts';
import { rowsCsv } from '../sweep/rows.ts';

const COLUMNS = [
  'operation',
  'attempt',
  'population',
  'worker',
  'method',
  'bytes',
  'sent_s',
  'assigned_s',
  'ended_s',
  'pod',
  'ending',
  'termination',
] as const;

/** Times since the start of the run [s]; `assigned_s` and `pod` are empty if no pod was reached. */
export function attemptsCsv(attempts: readonly Attempt[]): string {
  return rowsCsv(COLUMNS, attempts.map(rowOf));
}

function rowOf({ sentAt, assignedAt, endedAt, ...same }: Attempt): Row {
  return { ...same, sent_s: sentAt, assigned_s: assignedAt, ended_s: endedAt };
}
