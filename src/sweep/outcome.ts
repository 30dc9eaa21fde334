import { InputError, type Issue } from '../schema/issue.ts';

/** A part of a plan, or every mistake in it. */
export type Outcome<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/** All parts in order, or the mistakes of all of them. */
export function allOf<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  const issues = outcomes.flatMap(mistakesIn);
  if (issues.length > 0) return { issues };
  return { value: outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : [])) };
}

/** @throws InputError with all that is wrong */
export function valueIn<T>(outcome: Outcome<T>): T {
  if ('value' in outcome) return outcome.value;
  throw new InputError(outcome.issues);
}

export function mistakesIn(outcome: Outcome<unknown>): readonly Issue[] {
  return 'issues' in outcome ? outcome.issues : [];
}
