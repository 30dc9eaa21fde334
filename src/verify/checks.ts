/** All checks there are: whoever knows another truth about the simulator adds it to a list. */
import { type Check, type Effort, type Outcome, outcomeOf } from './check.ts';
import { groupOf } from './groups.ts';
import { INTERVAL_CHECKS } from './interval-checks.ts';
import { LAW_CHECKS } from './law-checks.ts';
import { oracleChecks } from './oracle-checks.ts';
import { RARE_CHECKS } from './rare-checks.ts';

export const CHECKS: readonly Check[] = [
  ...oracleChecks(),
  ...LAW_CHECKS,
  ...INTERVAL_CHECKS,
  ...RARE_CHECKS,
];

/**
 * The checks of a name: a group, or the first words of an id, as `O4` or `O9 d`. Those that take
 * long only with `full`, or by their whole id.
 */
export function checksNamed(name: string, full: boolean): Check[] {
  return CHECKS.filter(
    ({ id, deep }) =>
      id === name || ((full || !deep) && (id.startsWith(`${name} `) || groupOf(id).name === name)),
  );
}

/** What `verify` does without a name. */
export function allChecks(full: boolean): Check[] {
  return CHECKS.filter(({ deep }) => full || !deep);
}

/** A check that there is, made in this thread. */
export function performCheck(id: string, effort: Effort): Outcome {
  return outcomeOf(CHECKS.find((check) => check.id === id)!, effort);
}
