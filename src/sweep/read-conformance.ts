/** The files an experiment of kind conformance names: the rig and what was measured on it. */
import { beside, readExtended } from '../config/extend.ts';
import type { MeasuredCases } from '../conformance/measured-case.ts';
import type { Rig } from '../conformance/plan-cases.ts';
import type { Issue } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import type { ExperimentSpec } from './experiment.ts';
import type { Outcome } from './outcome.ts';
import type { PlanRequest } from './plan-experiment.ts';

interface ConformanceFiles {
  readonly rig: Omit<Rig, 'pinned'>;
  readonly measured: MeasuredCases;
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

export function readConformance(
  spec: ExperimentSpec,
  tree: Tree,
  { file, read }: Pick<PlanRequest, 'file' | 'read'>,
): Outcome<ConformanceFiles> {
  const refuse = (key: 'model' | 'measured', message: string): { issues: Issue[] } => ({
    issues: [{ place: placeOf(tree, [key]), path: key, message, hint: '' }],
  });
  const rigFile = beside(file, spec.model!);
  if (read(rigFile) === null) return refuse('model', `no such file: ${rigFile}`);
  const extended = readExtended(rigFile, read);
  if (extended.tree === null || extended.issues.length > 0) return { issues: extended.issues };
  const casesFile = beside(file, spec.measured!);
  const text = read(casesFile);
  if (text === null) return refuse('measured', `no such file: ${casesFile}`);
  const measured = casesIn(text);
  if (measured === null) return refuse('measured', `expected JSON with cases: ${casesFile}`);
  const unknown = (spec.fitted ?? []).find((id) => measured.cases.every((one) => one.id !== id));
  if (unknown !== undefined) {
    const path = ['fitted', spec.fitted!.indexOf(unknown)];
    const message = `unknown case ${JSON.stringify(unknown)}`;
    return { issues: [{ place: placeOf(tree, path), path: path.join('.'), message, hint: '' }] };
  }
  return {
    value: {
      rig: { tree: extended.tree, file: rigFile },
      measured,
      inputs: [...extended.files, { file: casesFile, text }],
    },
  };
}

function casesIn(text: string): MeasuredCases | null {
  try {
    const parsed = JSON.parse(text) as Partial<MeasuredCases> | null;
    return Array.isArray(parsed?.cases) && parsed.provenance ? (parsed as MeasuredCases) : null;
  } catch {
    return null;
  }
}
