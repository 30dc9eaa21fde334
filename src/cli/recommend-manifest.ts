/** The manifest of a recommendation: all it was made from, texts included, to make it again. */
import type { Read } from '../config/extend.ts';
import { UserError } from './errors.ts';
import { sha256 } from './files.ts';
import { readerOf } from './input-names.ts';
import { commit } from './manifest.ts';
import { VERSION } from './package-root.ts';

/** What the command line said. */
export interface AskedOfRecommend {
  readonly model: string;
  readonly policy: string;
  readonly seed: string | null;
  readonly set: readonly string[];
  readonly quick: boolean;
}

/** Files by name, and who reads them. */
export interface PolicyInputs {
  readonly model: string;
  readonly policy: string;
  readonly read: Read;
}

interface ManifestFacts {
  readonly asked: AskedOfRecommend;
  readonly engine: string;
  readonly seed: string;
  readonly model: string;
  readonly policy: string;
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

export function recommendManifest(facts: ManifestFacts): string {
  const { asked, engine, seed, model, policy, inputs } = facts;
  const manifest = {
    program: 'spillway',
    command: 'recommend',
    version: VERSION,
    commit: commit(),
    engine,
    node: Number(process.versions.node.split('.')[0]),
    seed,
    model,
    policy,
    asked,
    inputs: inputs.map(({ file, text }) => ({ file, sha256: sha256(text), text })),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** What a manifest asks for, its texts in place of the files on the disk. */
export function readManifest(
  text: string,
  file: string,
): { readonly asked: AskedOfRecommend; readonly inputs: PolicyInputs; readonly engine: string } {
  const manifest = parsed(text);
  if (manifest === null) {
    throw new UserError([`${file}: expected the manifest.json of a recommendation`]);
  }
  const { asked, model, policy, engine, inputs } = manifest;
  const changed = inputs.filter((input) => sha256(input.text) !== input.sha256);
  if (changed.length > 0) {
    throw new UserError(changed.map((input) => `${file}: ${input.file} is not what it was`));
  }
  return { asked, inputs: { model, policy, read: readerOf(inputs) }, engine };
}

type Parsed = Omit<ManifestFacts, 'inputs'> & {
  readonly command: string;
  readonly inputs: readonly { file: string; text: string; sha256: string }[];
};

function parsed(text: string): Parsed | null {
  try {
    const manifest = JSON.parse(text) as Partial<Parsed> | null;
    return manifest?.command === 'recommend' && manifest.inputs && manifest.asked
      ? (manifest as Parsed)
      : null;
  } catch {
    return null;
  }
}
