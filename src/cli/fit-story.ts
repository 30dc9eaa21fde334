/** A fit told on a terminal: the numbers, then what the predictions gain by them. */
import type { FitResults } from '../fit/fit-model.ts';
import { type FittedNumber, fittedNumbers } from '../fit/fitted-files.ts';
import type { ModelError } from '../fit/model-error.ts';
import type { ResultTable } from '../report/result-table.ts';
import { aligned } from '../report/table.ts';
import { percent } from '../units/readable.ts';

export function fitStory(results: FitResults, columns: number): string {
  const { search } = results;
  const blocks = [...new Set(search.parameters.map(({ block }) => block))];
  const scatter = blocks
    .map(({ name }, index) => `${name} ${percent(search.scatter[index]!)}`)
    .join(', ');
  const ended = search.converged ? '' : '; it did not converge';
  return [
    '',
    aligned(numberTable(fittedNumbers(results)), columns),
    '',
    `Search: ${search.simulations} simulations${ended}. What is left, relative: ${scatter}.`,
    '',
    aligned(errorTable(results), columns),
    '',
    aligned(targetTable(results), columns),
    '',
    '',
  ].join('\n');
}

function numberTable(numbers: readonly FittedNumber[]): ResultTable {
  const cell = (value: number | null) => (value === null ? '' : String(value));
  return {
    headers: ['parameter', 'unit', 'start', 'fitted', 'standard error', '95% interval', 'rests on'],
    numeric: [2, 3, 4],
    rows: numbers.map((number) => [
      number.paths[0]!,
      number.unit === 'number' ? '' : number.unit,
      cell(number.start),
      cell(number.value),
      cell(number.standardError),
      number.low === null ? 'unknown' : `${number.low} to ${number.high}`,
      restsOn(number),
    ]),
  };
}

/** The first case, and how many more. */
function restsOn({ cases, method }: FittedNumber): string {
  const more = cases.length > 1 ? ` and ${cases.length - 1} more` : '';
  return `${cases[0]}${more}: ${method}`;
}

/** Sigma is the root of the mean square of log(predicted / measured), bias its mean. */
function errorTable({ before, after }: FitResults): ResultTable {
  const rowsOf = (over: 'fitted' | 'rest', words: string) =>
    after[over].map((now, index) => errorRow(words, before[over][index]!, now));
  return {
    headers: ['error of', 'over', 'cases', 'bias', 'fitted', 'sigma', 'fitted', 'robust', 'fitted'],
    numeric: [2, 3, 4, 5, 6, 7, 8],
    rows: [...rowsOf('fitted', 'cases fitted to'), ...rowsOf('rest', 'the rest')],
  };
}

function errorRow(over: string, before: ModelError, after: ModelError): string[] {
  const pairs = (['bias', 'sigma', 'robustSigma'] as const).flatMap((key) => [
    share(before[key]),
    share(after[key]),
  ]);
  return [after.quantity, over, String(after.cases), ...pairs];
}

const share = (value: number | null) => (value === null ? '' : percent(value));

function targetTable({ before, after }: FitResults): ResultTable {
  return {
    headers: ['target over the rest', 'cases', 'met', 'fitted'],
    numeric: [1, 2, 3],
    rows: after.targets.map((now, index) => [
      now.name,
      String(now.scored),
      String(before.targets[index]!.met),
      String(now.met),
    ]),
  };
}
