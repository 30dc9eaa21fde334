/** The model that a command line names, with its `--set`. */
import { type LoadedModel, loadModel } from '../config/load.ts';
import type { Override } from '../config/override.ts';
import { formatIssue } from '../schema/issue.ts';
import { UserError } from './errors.ts';
import { readIfThere } from './files.ts';
import { readSets } from './sets.ts';
import { findModel } from './shipped.ts';

interface NamedModel extends LoadedModel {
  readonly file: string;
  readonly overrides: readonly Override[];
}

/** @throws UserError with every mistake in the name, in the overrides and in the files */
export function namedModel(name: string, sets: readonly string[]): NamedModel {
  const complaints: string[] = [];
  const overrides = readSets(sets, complaints);
  const found = findModel(name);
  if ('complaint' in found) throw new UserError([...complaints, found.complaint]);
  const loaded = loadModel(found.file, readIfThere, overrides);
  if ('issues' in loaded) complaints.push(...loaded.issues.map(formatIssue));
  if (complaints.length > 0 || 'issues' in loaded) throw new UserError(complaints);
  return { ...loaded, file: found.file, overrides };
}
