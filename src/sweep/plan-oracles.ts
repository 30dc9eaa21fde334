/** The cases with a closed form that an experiment of kind theory names. */
import type { Issue } from '../schema/issue.ts';
import { didYouMean } from '../schema/spelling.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { casesOfOracle, type OracleCase, oracleCases } from '../theory/cases.ts';
import { allOf, type Outcome } from './outcome.ts';

/** By id, or by oracle for all of its cases but those that take minutes; each once. */
export function planOracles(names: readonly string[], tree: Tree): Outcome<readonly OracleCase[]> {
  const named = names.map((name, index): Outcome<readonly OracleCase[]> => {
    // An id begins with its oracle.
    const cases = casesOfOracle(name.split(' ')[0]!).filter(
      ({ id, oracle, deep }) => id === name || (oracle === name && !deep),
    );
    return cases.length === 0 ? { issues: [unknownCase(name, index, tree)] } : { value: cases };
  });
  const chosen = allOf(named);
  return 'issues' in chosen ? chosen : { value: [...new Set(chosen.value.flat())] };
}

function unknownCase(name: string, index: number, tree: Tree): Issue {
  const oracles = [...new Set(oracleCases().map(({ oracle }) => oracle))];
  const near = didYouMean(name, [...oracles, ...oracleCases().map(({ id }) => id)]);
  return {
    place: placeOf(tree, ['cases', index]),
    path: `cases[${index}]`,
    message: `unknown case ${JSON.stringify(name)}`,
    hint: near === '' ? `known oracles: ${oracles.join(', ')}` : near,
  };
}
