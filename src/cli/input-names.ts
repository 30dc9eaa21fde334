/** Names of input files that say nothing of the machine: as seen from the folder they share. */
import { dirname, join, relative, resolve, sep } from 'node:path';

/** @returns the name of each file: `models/a.yaml` and `policies/b.yaml` of one folder */
export function namesFrom(files: readonly string[]): ReadonlyMap<string, string> {
  const absolute = files.map((file) => resolve(file));
  const parts = absolute.map((file) => dirname(file).split(sep));
  const first = parts[0] ?? [];
  const differs = first.findIndex((step, index) => parts.some((other) => other[index] !== step));
  const common = first.slice(0, differs < 0 ? first.length : differs).join(sep) || sep;
  return new Map(
    files.map((file, index) => [file, relative(common, absolute[index]!).split(sep).join('/')]),
  );
}

/** Reads the texts by their names, whatever stands on the disk. */
export function readerOf(
  inputs: readonly { readonly file: string; readonly text: string }[],
): (file: string) => string | null {
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  return (file) => texts.get(join(file).split(sep).join('/')) ?? null;
}
