/** A model file, with all it extends and overrides on top, as a checked model. */
import type { Issue } from '../schema/issue.ts';
import { type Model, resolveTree } from './config.ts';
import { type Read, readExtended } from './extend.ts';
import type { Override } from './override.ts';
import type { SourceLine } from './sources.ts';

export interface LoadedModel {
  readonly model: Model;
  readonly sources: readonly SourceLine[];
  /** Every file read, the one asked for first. */
  readonly files: readonly { readonly file: string; readonly text: string }[];
}

/** `read` is asked for the file and for each file it extends. */
export function loadModel(
  file: string,
  read: Read,
  overrides: readonly Override[] = [],
): LoadedModel | { readonly issues: readonly Issue[] } {
  const { tree, issues, files } = readExtended(file, read);
  if (tree === null) return { issues };
  const resolution = resolveTree(tree, overrides, file, issues);
  return 'issues' in resolution ? resolution : { ...resolution, files };
}
