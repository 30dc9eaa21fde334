/** `spillway explain`: every parameter, its unit, range, default, meaning and source. */
import { modelSchema } from '../config/config.ts';
import { explain, type ParameterRow } from '../schema/explain.ts';
import { formatIssue } from '../schema/issue.ts';
import { wrap } from '../units/wrap.ts';
import { UserError } from './errors.ts';
import type { Io } from './io.ts';

export function explainCommand(
  path: string | undefined,
  options: { readonly json?: boolean },
  io: Io,
): void {
  const explained = explain(modelSchema, path ?? '');
  if ('issue' in explained) throw new UserError([formatIssue(explained.issue)]);
  const { rows } = explained;
  if (options.json) io.out(`${JSON.stringify(rows, null, 1)}\n`);
  else io.out(rows.map((row) => paragraph(row, io.columns)).join('\n'));
}

function paragraph(row: ParameterRow, columns: number): string {
  const when = row.when === '' ? '' : ` (${row.when})`;
  const unit = row.unit === 'text' || row.unit === 'choice' ? '' : ` [${row.unit}]`;
  const lines = [
    row.doc,
    `Expected: ${row.range}.`,
    row.default === null
      ? 'Required.'
      : `Default: ${row.default === '' ? '(empty)' : row.default}.`,
    `Source: ${row.source}.`,
  ];
  const body = lines.flatMap((line) => wrap(line, Math.min(columns, 100) - 4));
  return `${row.path}${unit}${when}\n${body.map((line) => `    ${line}\n`).join('')}`;
}
