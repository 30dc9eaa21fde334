/** What a fit leaves behind: a model to extend, and the same with all that is known of the errors. */
import { stringify } from 'yaml';
import { formatPath, parsePath } from '../schema/path.ts';
import type { FitResults, FittedStatistic } from './fit-model.ts';
import { casesOf, type FitSpec, UNITS, type UnitName } from './fit-spec.ts';
import type { ErrorQuantity, ModelError } from './model-error.ts';
import type { FoundParameter } from './search.ts';
import { inUnit, rounded, statisticSetting } from './settings.ts';
import { STATISTICS } from './statistics.ts';

/** One number of a fit; `low` to `high` is its 95% interval. Null: not known. */
export interface FittedNumber {
  /** The paths of the model that take it. */
  readonly paths: readonly string[];
  readonly unit: UnitName;
  /** What one of the unit is in base units (s, B, B/s). */
  readonly unitInBase: number;
  readonly start: number;
  readonly value: number;
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly degreesOfFreedom: number;
  /** Where the search looked, and the number has to be; null for what was read off. */
  readonly range: readonly [number, number] | null;
  /** A formula, or least squares. */
  readonly method: string;
  readonly cases: readonly string[];
}

/** The content of fitted.json. */
export interface FittedFile {
  readonly about: string;
  readonly numbers: readonly FittedNumber[];
  /** Of the numbers found by least squares: the covariance of their logarithms. */
  readonly search: {
    readonly paths: readonly string[];
    readonly logCovariance: readonly (readonly number[])[];
    /** By block: standard deviation of log(predicted / measured) over what was fitted. */
    readonly scatter: Readonly<Record<string, number>>;
    readonly converged: boolean;
  };
  /** Errors of prediction on the scale of logarithms, over the cases no number rests on. */
  readonly modelError: Readonly<Record<ErrorQuantity, Omit<ModelError, 'quantity'>>>;
  /** The same over the cases numbers rest on: no evidence. */
  readonly fittedError: Readonly<Record<ErrorQuantity, Omit<ModelError, 'quantity'>>>;
  readonly fittedCases: readonly string[];
}

const ABOUT =
  'Written by spillway fit from fit.yaml and cases.json: the numbers in fitted.yaml, with errors.';

const HEAD = `# yaml-language-server: $schema=../../schemas/model.schema.json
#
# Written by \`spillway fit\` from fit.yaml and cases.json; models extend it. Do not edit: change
# fit.yaml and run the command again. Errors, covariances and the error of the model on other cases
# are in fitted.json.
`;

const RIG = 'measured: uvicorn 0.17.6, Python 3.11, glibc 2.36, cgroup v1, loopback';

/** Numbers in the order of the fit file. */
export function fittedNumbers({ statistics, search }: FitResults): FittedNumber[] {
  return [...statistics.map(ofStatistic), ...search.parameters.map(ofParameter)];
}

/** The model file, to be extended by others. */
export function fittedYaml(results: FitResults): string {
  const root = {};
  for (const [index, number] of fittedNumbers(results).entries()) {
    const statistic = results.statistics[index]?.spec;
    for (const path of number.paths) {
      const source = sourceOf(number);
      if (statistic?.statistic === 'spread-of-repeats') {
        place(root, path, { ...(statisticSetting(statistic, number.value) as object), source });
      } else place(root, path, { value: inUnit(number.value, number.unit), source });
    }
  }
  return `${HEAD}${stringify(root, { lineWidth: 100 })}`;
}

export function fittedJson(spec: FitSpec, results: FitResults): string {
  const { search, after } = results;
  const file: FittedFile = {
    about: ABOUT,
    numbers: fittedNumbers(results),
    search: {
      paths: search.parameters.map(({ spec: { path } }) => path),
      logCovariance: search.covariance.map((row) => row.map((x) => rounded(x, 3))),
      scatter: Object.fromEntries(
        spec.blocks.map(({ name }, index) => [name, rounded(search.scatter[index]!, 3)]),
      ),
      converged: search.converged,
    },
    modelError: errorsByQuantity(after.rest),
    fittedError: errorsByQuantity(after.fitted),
    fittedCases: casesOf(spec),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function ofStatistic({ spec, value, reading }: FittedStatistic): FittedNumber {
  const { path, also, unit, start, statistic, cases } = spec;
  const scaled = (x: number | null, digits: number) =>
    short(x === null ? null : x / UNITS[unit], digits);
  return {
    paths: [path, ...also],
    unit,
    unitInBase: UNITS[unit],
    start,
    value,
    standardError: scaled(reading.standardError, 2),
    low: scaled(reading.low, 4),
    high: scaled(reading.high, 4),
    degreesOfFreedom: reading.degrees,
    range: null,
    method: STATISTICS[statistic].says,
    cases,
  };
}

function ofParameter({ spec, block, degrees, ...found }: FoundParameter): FittedNumber {
  return {
    paths: [spec.path],
    unit: spec.unit,
    unitInBase: UNITS[spec.unit],
    start: spec.start,
    value: found.value,
    standardError: short(found.standardError, 2),
    low: short(found.low, 3),
    high: short(found.high, 3),
    degreesOfFreedom: degrees,
    range: [spec.low, spec.high],
    method: `least squares on ${block.quantity}: ${block.name}`,
    cases: block.cases,
  };
}

function short(value: number | null, digits: number): number | null {
  return value === null ? null : rounded(value, digits);
}

/** One sentence; the cases are in fit.yaml. */
function sourceOf({ unit, standardError, low, high, method, cases }: FittedNumber): string {
  const label = unit === 'number' ? '' : ` ${unit}`;
  const runs = cases.length === 1 ? `run ${cases[0]}` : `${cases.length} runs`;
  const error =
    standardError === null
      ? 'its error unknown'
      : `standard error ${standardError}${label}, 95% ${low} to ${high}${label}`;
  return `spillway fit: ${method}; ${error}; ${runs} of fit.yaml; ${RIG}`;
}

function errorsByQuantity(errors: readonly ModelError[]): FittedFile['modelError'] {
  const entries = errors.map(({ quantity, cases, configurations, ...logs }) => [
    quantity,
    {
      cases,
      configurations,
      bias: short(logs.bias, 3),
      sigma: short(logs.sigma, 3),
      robustSigma: short(logs.robustSigma, 3),
    },
  ]);
  return Object.fromEntries(entries) as FittedFile['modelError'];
}

/** Sets `a.b.c` in a nest of plain objects. */
function place(root: object, path: string, value: unknown): void {
  const steps = parsePath(path)!;
  let at = root as Record<string, unknown>;
  for (const [depth, step] of steps.entries()) {
    const key = formatPath([step]);
    if (depth === steps.length - 1) at[key] = value;
    else {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
  }
}
