/** A long computation that stops for breath, so that whoever runs it can show how far it is. */

/** Yields the events run since it last did; returns the result. */
export type Steps<Result> = Generator<number, Result, void>;

/** Does all of it at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
