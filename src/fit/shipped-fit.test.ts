/** The files models take their numbers from are those of the fit file; a longer test fits again. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readStatistics } from './fit-model.ts';
import { casesOf } from './fit-spec.ts';
import type { FittedFile } from './fitted-files.ts';
import { readFit } from './read-fit.ts';

const FILE = 'models/measured/fit.yaml';

const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null);

describe('the shipped fit', () => {
  const outcome = readFit(read(FILE)!, FILE, read);
  if ('issues' in outcome) throw new Error(JSON.stringify(outcome.issues));
  const plan = outcome.value;
  const fitted = JSON.parse(read('models/measured/fitted.json')!) as FittedFile;

  it('has the numbers that are read off as the formulas give them now', () => {
    for (const { spec, value } of readStatistics(plan)) {
      const number = fitted.numbers.find(({ paths }) => paths[0] === spec.path);
      expect(number?.value, spec.path).toBe(value);
    }
  });

  it('rests on the cases of the fit file, and searched for all its parameters', () => {
    expect(fitted.fittedCases).toEqual(casesOf(plan.spec));
    const paths = plan.spec.blocks.flatMap(({ parameters }) => parameters.map(({ path }) => path));
    expect(fitted.search.paths).toEqual(paths);
    expect(fitted.search.logCovariance).toHaveLength(paths.length);
    expect(fitted.search.converged).toBe(true);
  });

  it('gives models the numbers it has errors for, and no others', () => {
    const model = parse(read('models/measured/fitted.yaml')!) as Tree;
    const given = leaves(model).map(([path, value]) => [path, value]);
    const known = fitted.numbers.flatMap(({ paths, value, unit }) =>
      paths.map((path) => [path, unit === 'number' ? value : `${value}${unit}`]),
    );
    expect(Object.fromEntries(given)).toEqual(Object.fromEntries(known));
  });
});

type Tree = { [key: string]: Tree | string | number };

/** Every number by its dotted path; of a law its cv. */
function leaves(tree: Tree, path: readonly string[] = []): [string, unknown][] {
  if ('source' in tree) return [[path.join('.'), tree.value ?? tree.cv]];
  return Object.entries(tree).flatMap(([key, below]) => leaves(below as Tree, [...path, key]));
}
