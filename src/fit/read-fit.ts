/** A fit file and the files it names, checked: everything a fit is made from. */
import { beside, type Read, readExtended } from '../config/extend.ts';
import { type MeasuredCase, type MeasuredCases, repeatedId } from '../conformance/measured-case.ts';
import { checkText } from '../schema/check.ts';
import type { Issue } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { FITTED_MODEL, type FitSpec, fitSchema } from './fit-spec.ts';

export interface FitPlan {
  readonly file: string;
  readonly spec: FitSpec;
  readonly rig: { readonly tree: Tree; readonly file: string };
  readonly measured: MeasuredCases;
}

type Outcome<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/** The fit file alone; cases it names that are not measured are mistakes in it. */
export function readFitSpec(
  text: string,
  file: string,
  cases: readonly Pick<MeasuredCase, 'id'>[],
): Outcome<FitSpec> {
  const { value, issues, tree } = checkText(fitSchema, text, file);
  if (value === null) return { issues };
  const known = new Set(cases.map(({ id }) => id));
  const unknown = (['statistics', 'blocks'] as const).flatMap((key) =>
    value[key].flatMap((one, index) =>
      one.cases.flatMap((id, at) =>
        known.has(id) ? [] : [unknownCase(tree!, [key, index, 'cases', at], id)],
      ),
    ),
  );
  const wrong = [...unknown, ...tooFewCases(value, tree!)];
  return wrong.length > 0 ? { issues: wrong } : { value };
}

export function readFit(text: string, file: string, read: Read): Outcome<FitPlan> {
  const { value, issues, tree } = checkText(fitSchema, text, file);
  if (value === null) return { issues };
  const refuse = (key: 'model' | 'measured', message: string) => ({
    issues: [{ place: placeOf(tree!, [key]), path: key, message, hint: '' }],
  });
  const rigFile = beside(file, value.model);
  if (read(rigFile) === null) return refuse('model', `no such file: ${rigFile}`);
  // What an earlier fit found must not tell this one anything, nor must its absence stop it.
  const earlier = beside(file, FITTED_MODEL);
  const extended = readExtended(rigFile, (name) => (name === earlier ? '{}' : read(name)));
  if (extended.tree === null || extended.issues.length > 0) return { issues: extended.issues };
  const casesFile = beside(file, value.measured);
  const measured = casesIn(read(casesFile));
  if (measured === null) return refuse('measured', `expected JSON with cases: ${casesFile}`);
  const spec = readFitSpec(text, file, measured.cases);
  if ('issues' in spec) return spec;
  const rig = { tree: extended.tree, file: rigFile };
  return { value: { file, spec: spec.value, rig, measured } };
}

/** The content of a file of measured cases; null where it is none. */
export function casesIn(text: string | null): MeasuredCases | null {
  if (text === null) return null;
  try {
    const parsed = JSON.parse(text) as Partial<MeasuredCases> | null;
    return Array.isArray(parsed?.cases) && parsed.provenance ? (parsed as MeasuredCases) : null;
  } catch {
    return null;
  }
}

/** Without a configuration to spare there is no telling how far a fit is off. */
function tooFewCases({ blocks }: FitSpec, tree: Tree): Issue[] {
  return blocks.flatMap(({ cases, parameters }, index) => {
    const configurations = new Set(cases.map((id) => repeatedId({ id }))).size;
    if (configurations > parameters.length) return [];
    const path = ['blocks', index, 'cases'];
    const message =
      `expected more configurations than parameters, ${parameters.length}, ` +
      `got ${configurations}`;
    return [{ place: placeOf(tree, path), path: path.join('.'), message, hint: '' }];
  });
}

function unknownCase(tree: Tree, path: (string | number)[], id: string): Issue {
  const message = `unknown case ${JSON.stringify(id)}`;
  return { place: placeOf(tree, path), path: path.join('.'), message, hint: '' };
}
