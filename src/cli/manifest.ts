/** What a folder of results was made from: no time, host, path or number of threads. */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { sha256 } from './files.ts';
import { PACKAGE_ROOT, VERSION } from './package-root.ts';

interface ManifestFacts {
  readonly seed: string;
  readonly quick: boolean;
  /** `--set`, as given. */
  readonly set: readonly string[];
  /** Names the program that ran, see `engineHash`. */
  readonly engine: string;
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

export function manifestJson({ seed, quick, set, engine, inputs }: ManifestFacts): string {
  const manifest = {
    program: 'spillway',
    version: VERSION,
    commit: commit(),
    engine,
    node: Number(process.versions.node.split('.')[0]),
    seed,
    quick,
    set,
    inputs: inputs.map(({ file, text }) => ({ file: basename(file), sha256: sha256(text) })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What the program is built from; inputs have hashes of their own, and results are no source. */
const SOURCES = ['src', 'scripts', 'package.json', 'package-lock.json'];

/** The commit of the checkout, `-dirty` where its sources differ; null outside a checkout. */
export function commit(): string | null {
  try {
    // Unpacked inside another repository, the package has no commit of its own.
    if (git('rev-parse', '--show-prefix') !== '') return null;
    const changes = git('status', '--porcelain', '--', ...SOURCES);
    return git('rev-parse', 'HEAD') + (changes === '' ? '' : '-dirty');
  } catch {
    return null;
  }
}

function git(...args: string[]): string {
  const options = { cwd: PACKAGE_ROOT, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('git', args, options).trim();
}
