/** `spillway cliff`: the edge of the safe region along one knob, with an interval on its place. */
import { resolveTree } from '../config/config.ts';
import { readExtended } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import { cliffOf, cliffOfLimit, isDecidedByPeaks, runsFor, whyNoCliff } from '../decide/cliff.ts';
import { type KnobModel, knobDimension, knobOf } from '../decide/knob.ts';
import { formatIssue } from '../schema/issue.ts';
import { type Requirement, readRequirement } from '../sweep/requirement.ts';
import { cliffStory } from './cliff-story.ts';
import { UserError } from './errors.ts';
import { readIfThere } from './files.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';
import { readSets } from './sets.ts';
import { findModel } from './shipped.ts';

export interface CliffCommandOptions {
  readonly knob: string;
  readonly bound: string;
  readonly from?: string;
  readonly to?: string;
  readonly level: number;
  readonly seed: string;
  readonly budget?: number;
  readonly workers: number;
  readonly set: readonly string[];
  readonly json?: boolean;
}

export async function cliffCommand(
  name: string,
  options: CliffCommandOptions,
  io: Io,
): Promise<void> {
  const { level, seed } = options;
  const budget = options.budget ?? null;
  const require = boundOf(options.bound);
  const dimension = knobDimension(options.knob);
  const complaints = 'complaints' in dimension ? [...dimension.complaints] : [];
  complaints.push(...whyNoCliff(require, options.knob, { level, budget }));
  const model = readModel(name, options.set, complaints);
  if (model === null || 'complaints' in dimension || complaints.length > 0) {
    throw new UserError([...new Set(complaints)]);
  }
  const search = searchOf(options, require, model);
  const { most } = runsFor(require, options.knob, { level, budget });
  const cliff = await inPool(options, io, ({ execute }, progress) => {
    // Mostly far fewer: how many it takes shows on the way.
    progress.expect(most);
    const onProgress = (runs: number) => progress.advance('cliff', runs, false);
    return search({ require, level, seed, budget, execute, onProgress });
  });
  const { unit, whole } = dimension.value;
  const question = { path: options.knob, unit, whole, require, level };
  const { statistic, sense, bound } = require;
  const json = { model: name, knob: options.knob, unit, statistic, sense, bound, level, seed };
  io.out(
    options.json
      ? `${JSON.stringify({ ...json, ...cliff }, null, 2)}\n`
      : cliffStory(question, cliff, io.tableColumns),
  );
}

function boundOf(text: string): Requirement {
  const reading = readRequirement(text);
  if ('value' in reading) return reading.value;
  const { expected, hint } = reading.problems[0]!;
  const said = hint === '' ? '' : `; ${hint}`;
  throw new UserError([`--bound ${JSON.stringify(text)}: expected ${expected}${said}`]);
}

/** The model and everything that is wrong with it before the knob is turned. */
function readModel(name: string, sets: readonly string[], complaints: string[]): KnobModel | null {
  const overrides = readSets(sets, complaints);
  const found = findModel(name);
  if ('complaint' in found) {
    complaints.push(found.complaint);
    return null;
  }
  const { tree, issues } = readExtended(found.file, readIfThere);
  complaints.push(...issues.map(formatIssue));
  return tree === null ? null : { tree, file: found.file, overrides };
}

/** What is to be run, once it is known that every model on the way is one. */
function searchOf(options: CliffCommandOptions, require: Requirement, model: KnobModel) {
  const { knob: path, from = null, to = null } = options;
  if (!isDecidedByPeaks(require, path)) {
    const knob = knobOf(path, { from, to }, model);
    if ('complaints' in knob) throw new UserError(knob.complaints);
    return (task: Parameters<typeof cliffOf>[1]) => cliffOf(knob.value, task);
  }
  if (from !== null || to !== null) {
    throw new UserError([`--from, --to: not read with ${path}: peaks decide every limit`]);
  }
  const none: Override = { path, value: 'none', at: { label: `--knob ${path}` } };
  const resolution = resolveTree(model.tree, [...model.overrides, none], model.file);
  if ('issues' in resolution) throw new UserError(resolution.issues.map(formatIssue));
  return (task: Parameters<typeof cliffOf>[1]) => cliffOfLimit(resolution.model, task);
}
