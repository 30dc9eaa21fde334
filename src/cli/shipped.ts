/** Files the user names: by the name of a shipped one, or by path. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { didYouMean } from '../schema/spelling.ts';
import { namesIn } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';

type Named = { readonly file: string } | { readonly complaint: string };

/** The experiments run when none is named. */
export const DEFAULT_EXPERIMENTS = [
  'maxconn',
  'queue-timeout',
  'memory-limit',
  'flood-size',
  'incident',
  'theory',
];

/** `maxconn` -> `experiments/maxconn.yaml`, seen from the working folder; a path stays one. */
export const findExperiment = (name: string): Named => find(name, 'experiments', 'experiment');

/** `s3proxy` -> `models/s3proxy.yaml`. */
export const findModel = (name: string): Named => find(name, 'models', 'model');

/** `s3proxy-defaults` -> `policies/s3proxy-defaults.yaml`. */
export const findPolicy = (name: string): Named => find(name, 'policies', 'policy');

/** The fit that shipped models take their numbers from, seen from the working folder. */
export function shippedFit(): string {
  return relative(process.cwd(), join(PACKAGE_ROOT, 'models', 'measured', 'fit.yaml'));
}

/** Names that `findExperiment` knows. */
export function experimentNames(): string[] {
  return namesIn(join(PACKAGE_ROOT, 'experiments'), '.yaml');
}

function find(name: string, folder: string, noun: string): Named {
  const isPath = /[/\\]/.test(name) || /\.ya?ml$/.test(name);
  if (isPath) return existsSync(name) ? { file: name } : { complaint: `${name}: no such file` };
  const path = join(PACKAGE_ROOT, folder, `${name}.yaml`);
  if (existsSync(path)) return { file: relative(process.cwd(), path) };
  const known = namesIn(join(PACKAGE_ROOT, folder), '.yaml');
  const near = didYouMean(name, known);
  const hint = near === '' ? `there are ${known.join(', ')}, or give a path` : near;
  return { complaint: `unknown ${noun} "${name}"; ${hint}` };
}
