/** The files an experiment of kind conformance names: the rig and what was measured on it. */
import { beside, readExtended } from '../config/extend.ts';
import type { MeasuredCases } from '../conformance/measured-case.ts';
import type { Rig } from '../conformance/plan-cases.ts';
import { casesOf } from '../fit/fit-spec.ts';
import { casesIn, readFitSpec } from '../fit/read-fit.ts';
import type { Issue } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import type { ExperimentSpec } from './experiment.ts';
import type { Outcome } from './outcome.ts';
import type { PlanRequest } from './plan-experiment.ts';

interface ConformanceFiles {
  readonly rig: Omit<Rig, 'pinned'>;
  readonly measured: MeasuredCases;
  /** Ids of the cases that numbers of the model rest on. */
  readonly fitted: readonly string[];
  readonly inputs: readonly Input[];
}

interface Input {
  readonly file: string;
  readonly text: string;
}

export function readConformance(
  spec: ExperimentSpec,
  tree: Tree,
  { file, read }: Pick<PlanRequest, 'file' | 'read'>,
): Outcome<ConformanceFiles> {
  const refuse = (key: 'model' | 'measured' | 'fitted', message: string): { issues: Issue[] } => ({
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
  const fit = fittedCases(spec, measured, { file, read });
  if (fit === null) return refuse('fitted', `no such file: ${beside(file, spec.fitted!)}`);
  if ('issues' in fit) return fit;
  return {
    value: {
      rig: { tree: extended.tree, file: rigFile },
      measured,
      fitted: fit.value.cases,
      inputs: [...extended.files, { file: casesFile, text }, ...fit.value.inputs],
    },
  };
}

/** What the fit file says, if the experiment names one; null where there is no such file. */
function fittedCases(
  { fitted }: ExperimentSpec,
  measured: MeasuredCases,
  { file, read }: Pick<PlanRequest, 'file' | 'read'>,
): Outcome<{ cases: readonly string[]; inputs: readonly Input[] }> | null {
  if (fitted === undefined) return { value: { cases: [], inputs: [] } };
  const fitFile = beside(file, fitted);
  const text = read(fitFile);
  if (text === null) return null;
  const checked = readFitSpec(text, fitFile, measured.cases);
  if ('issues' in checked) return checked;
  return { value: { cases: casesOf(checked.value), inputs: [{ file: fitFile, text }] } };
}
