/** What a folder of results was made from: no time, host, path or number of threads. */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { sha256 } from './files.ts';
import { PACKAGE_ROOT, VERSION } from './package-root.ts';

export interface ManifestFacts {
  readonly seed: string;
  readonly quick: boolean;
  /** `--set`, as given. */
  readonly set: readonly string[];
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

export function manifestJson({ seed, quick, set, inputs }: ManifestFacts): string {
  const manifest = {
    program: 'spillway',
    version: VERSION,
    commit: commit(),
    node: Number(process.versions.node.split('.')[0]),
    seed,
    quick,
    set,
    inputs: inputs.map(({ file, text }) => ({ file: basename(file), sha256: sha256(text) })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The commit of the checkout; null where there is none. */
function commit(): string | null {
  try {
    const options = { cwd: PACKAGE_ROOT, encoding: 'utf8', stdio: 'pipe' } as const;
    return execFileSync('git', ['rev-parse', 'HEAD'], options).trim();
  } catch {
    return null;
  }
}
