/** A numeric parameter of a model as a knob: which values are tried, and the model at each. */
import { type Model, modelSchema, resolveTree } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import {
  BYTE,
  BYTE_RATE,
  CORES,
  COUNT,
  type Dimension,
  FREQUENCY,
  NUMBER_ONLY,
  SECONDS,
  SHARE,
} from '../schema/dimension.ts';
import { formatIssue } from '../schema/issue.ts';
import { didYouMean } from '../schema/spelling.ts';
import type { Tree } from '../schema/tree.ts';
import { leavesOf } from '../schema/walk.ts';
import { cellAt } from '../sweep/cell.ts';

const DIMENSIONS = [SECONDS, BYTE, BYTE_RATE, FREQUENCY, CORES, COUNT, NUMBER_ONLY, SHARE];

/** The model that the knob is part of, before it is turned. */
export interface KnobModel {
  readonly tree: Tree;
  readonly file: string;
  readonly overrides: readonly Override[];
}

export interface Knob {
  readonly path: string;
  readonly unit: string;
  readonly whole: boolean;
  readonly from: number;
  readonly to: number;
  /** A value as a model file would say it. */
  readonly format: (value: number) => string;
  readonly modelAt: (value: number) => Model;
}

type Found<T> = { readonly value: T } | { readonly complaints: readonly string[] };

/** The dimension of a parameter, or one line on why it is no knob. */
export function knobDimension(path: string): Found<Dimension> {
  const general = path.replaceAll(/\[\d+\]/g, '[i]');
  const leaves = leavesOf(modelSchema);
  const own = leaves.filter((leaf) => leaf.path === general);
  const numeric = leaves.filter(({ field }) => dimensionOf(field.kind.unit) !== undefined);
  if (own.length === 0) {
    const paths = numeric.map((leaf) => leaf.path.replaceAll('[i]', '[0]'));
    const hint = didYouMean(path, paths) || (paths.find((each) => each.endsWith(`.${path}`)) ?? '');
    const said = hint === '' || hint.startsWith('did') ? hint : `did you mean ${hint}?`;
    return refuse(`--knob ${path}: unknown path`, said);
  }
  const dimension = own.map(({ field }) => dimensionOf(field.kind.unit)).find((each) => each);
  if (dimension !== undefined) return { value: dimension };
  return refuse(`--knob ${path}: expected a number of the model, got ${own[0]!.field.kind.range}`);
}

/** Without --from and --to an eighth and eight times of what the model has. */
const REACH = 8;

export function knobOf(
  path: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  model: KnobModel,
): Found<Knob> {
  const found = knobDimension(path);
  if ('complaints' in found) return found;
  const dimension = found.value;
  const ends = endsOf(path, { from, to }, dimension, model);
  if ('complaints' in ends) return ends;
  const format = (value: number) => dimension.format(value);
  const resolve = (value: number) => {
    // A count or a share stands for itself; anything else needs its unit.
    const raw = dimension.bare ? value : format(value);
    const override = { path, value: raw, at: { label: `--knob ${path}=${format(value)}` } };
    return resolveTree(model.tree, [...model.overrides, override], model.file);
  };
  const complaints = ends.value.flatMap((value) => {
    const resolution = resolve(value);
    return 'issues' in resolution ? resolution.issues.map(formatIssue) : [];
  });
  if (complaints.length > 0) return { complaints: [...new Set(complaints)] };
  const modelAt = (value: number) => {
    const resolution = resolve(value);
    if ('model' in resolution) return resolution.model;
    throw new Error(`no model between two: ${resolution.issues.map(formatIssue).join(', ')}`);
  };
  const { unit, whole } = dimension;
  return { value: { path, unit, whole, from: ends.value[0], to: ends.value[1], format, modelAt } };
}

/** Values of a coarse scan, both ends among them: in equal ratios where the range is wide. */
export function scanOf({ from, to, whole }: Knob, most: number): number[] {
  const isWide = from > 0 && to / from >= REACH;
  const values = Array.from({ length: most }, (_, index) => {
    const share = index / (most - 1);
    const value = isWide ? from * (to / from) ** share : from + (to - from) * share;
    if (index === 0 || index === most - 1) return index === 0 ? from : to;
    return whole ? Math.round(value) : Number(value.toPrecision(4));
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function endsOf(
  path: string,
  { from, to }: { readonly from: string | null; readonly to: string | null },
  dimension: Dimension,
  model: KnobModel,
): Found<[number, number]> {
  const own = ownValue(path, model);
  const low = from === null ? atLeastOne(own / REACH, dimension) : parse(from, dimension);
  const high = to === null ? atLeastOne(own * REACH, dimension) : parse(to, dimension);
  const complaints: string[] = [];
  const ends = { from: [from, low], to: [to, high] } as const;
  for (const [option, [text, value]] of Object.entries(ends)) {
    if (Number.isFinite(value)) continue;
    const expected = `expected ${dimension.noun}${dimension.example === '' ? '' : ` such as ${dimension.example}`}`;
    complaints.push(
      text === null
        ? `--${option}: ${expected}; the model has no single number at ${path} to start from`
        : `--${option} ${text}: ${expected}${hintFor(text, dimension)}`,
    );
  }
  if (complaints.length > 0) return { complaints };
  if (low < high) return { value: [low, high] };
  return refuse('--from, --to: expected a range', `${low} is not below ${high}`);
}

/** What the model has; NaN where that is none, a law, or no model before it is varied. */
function ownValue(path: string, { tree, file, overrides }: KnobModel): number {
  const resolution = resolveTree(tree, overrides, file);
  const cell = 'issues' in resolution ? null : cellAt(resolution.model, path, '');
  return typeof cell === 'number' ? cell : Number.NaN;
}

function parse(text: string, dimension: Dimension): number {
  const plain = /^[\d.]+(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (dimension.bare || plain === 0) {
    return dimension.whole && !Number.isSafeInteger(plain) ? Number.NaN : plain;
  }
  const parsed = dimension.parse(text);
  return 'value' in parsed ? parsed.value : Number.NaN;
}

function hintFor(text: string, dimension: Dimension): string {
  const parsed = dimension.parse(text);
  return 'hint' in parsed && parsed.hint !== '' ? `; ${parsed.hint}` : '';
}

function atLeastOne(value: number, { whole }: Dimension): number {
  return whole ? Math.max(1, Math.round(value)) : value;
}

function dimensionOf(unit: string): Dimension | undefined {
  return DIMENSIONS.find((each) => each.unit === unit);
}

function refuse(message: string, hint = ''): { complaints: readonly string[] } {
  return { complaints: [hint === '' ? message : `${message}; ${hint}`] };
}
