/** Which numbers of a design point come from a fit, and what is drawn of them. */

import { beside, type Read } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import { FITTED_ERRORS, FITTED_MODEL } from '../fit/fit-spec.ts';
import type { FittedFile } from '../fit/fitted-files.ts';
import type { HandlerName } from '../pod/options.ts';
import { parsePath } from '../schema/path.ts';
import { type Tree, treeAt } from '../schema/tree.ts';
import { type ParameterDraw, parameterDraws } from './parameter-draws.ts';
import type { NoUnknowns, Unknowns } from './second-figure.ts';
import { runSeed } from './seeds.ts';

/** How many parameter draws a point has, and runs each; null asks for no second figure. */
export type UncertaintySpec = { readonly draws: number; readonly runs: number } | null;

/** The fit a model rests on, or why there is none. */
export type Calibration =
  | {
      readonly sigma: number;
      readonly runs: number;
      readonly draws: readonly ParameterDraw[];
      /** Paths whose value stands in the file of the fit. */
      readonly taken: readonly string[];
      readonly seed: string;
      readonly input: { readonly file: string; readonly text: string };
    }
  | NoUnknowns;

interface ModelFiles {
  readonly tree: Tree;
  readonly files: readonly { readonly file: string }[];
  readonly read: Read;
}

export function calibrationOf(
  { tree, files, read }: ModelFiles,
  asked: UncertaintySpec,
  seed: string,
): Calibration {
  if (asked === null) return { reason: 'the experiment asks for none' };
  const model = files.find(({ file }) => file.split('/').at(-1) === FITTED_MODEL)?.file;
  const file = model === undefined ? '' : beside(model, FITTED_ERRORS);
  const text = model === undefined ? null : read(file);
  const fit = text === null ? null : fittedFile(text);
  const sigma = fit?.modelError.peak_memory?.sigma ?? null;
  if (fit === null || sigma === null) {
    return { reason: 'the model rests on no fit, so that its error is not known' };
  }
  const isTaken = (path: string) => {
    const at = treeAt(tree, parsePath(path)!)?.at;
    return at !== undefined && 'file' in at && at.file === model;
  };
  return {
    sigma,
    runs: asked.runs,
    draws: parameterDraws(fit, seed, asked.draws),
    taken: fit.numbers.flatMap(({ paths }) => paths).filter(isTaken),
    seed,
    input: { file, text: text! },
  };
}

function fittedFile(text: string): FittedFile | null {
  try {
    const parsed = JSON.parse(text) as Partial<FittedFile> | null;
    return parsed?.numbers && parsed.search && parsed.modelError ? (parsed as FittedFile) : null;
  } catch {
    return null;
  }
}

/** Paths of the bodies whose memory was measured apart from what they are to explain. */
const MEASURED: readonly HandlerName[] = [
  'limiter-then-parts',
  'limiter-then-read',
  'parts',
  'sleep-then-read',
  'read-all',
];

/** The same for many points: those that set the same paths have the same unknowns. */
export function unknownsUnder(
  calibration: Calibration,
): (handler: HandlerName, overrides: readonly Override[]) => Unknowns | NoUnknowns {
  const known = new Map<string, Unknowns | NoUnknowns>();
  return (handler, overrides) => {
    // Which of the measured bodies it is makes no difference.
    const body = MEASURED.includes(handler) ? 'measured' : handler;
    const key = [body, ...overrides.map(({ path }) => path)].join(' ');
    const unknowns = known.get(key) ?? unknownsOf(calibration, handler, overrides);
    known.set(key, unknowns);
    return unknowns;
  };
}

/** What an override or a law of the experiment says is not drawn. */
export function unknownsOf(
  calibration: Calibration,
  handler: HandlerName,
  overrides: readonly Override[],
): Unknowns | NoUnknowns {
  if ('reason' in calibration) return calibration;
  if (!MEASURED.includes(handler)) {
    return { reason: `the error of the path ${handler} was never measured` };
  }
  const { sigma, runs, draws, taken, seed } = calibration;
  const kept = taken.filter((path) => !overrides.some((override) => touches(override.path, path)));
  return {
    sigma,
    draws: draws.map((draw, index) => ({
      draw: Object.fromEntries(Object.entries(draw).filter(([path]) => kept.includes(path))),
      // Those of the first replications: what both figures share is not luck between them.
      seeds: Array.from({ length: runs }, (_, k) => runSeed(seed, index * runs + k)),
    })),
  };
}

/** Whether one of the paths is at or within the other. */
function touches(one: string, other: string): boolean {
  const [a, b] = [parsePath(one) ?? [], parsePath(other) ?? []];
  const common = Math.min(a.length, b.length);
  return a.slice(0, common).every((step, index) => step === b[index]);
}
