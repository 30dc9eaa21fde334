/** Models of this folder, with what a measurement sets in them. */
import { join } from 'node:path';
import { readIfThere } from '../src/cli/files.ts';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import type { Model } from '../src/config/config.ts';
import { loadModel } from '../src/config/load.ts';
import { formatIssue } from '../src/schema/issue.ts';

/** @param set values by path, in the notation of a model file */
export function benchModel(name: string, set: Readonly<Record<string, unknown>> = {}): Model {
  const overrides = Object.entries(set).map(([path, value]) => ({
    path,
    value,
    at: { label: 'bench', path },
  }));
  const file = join(PACKAGE_ROOT, 'bench', `${name}.yaml`);
  const loaded = loadModel(file, readIfThere, overrides);
  if ('issues' in loaded) throw new Error(loaded.issues.map(formatIssue).join('\n'));
  return loaded.model;
}
