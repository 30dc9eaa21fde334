/**
 * What multilevel splitting needs of a random process that is on its way to a rare event. A whole
 * simulation is one (simulation-path.ts), and so is a chain of three lines in a test.
 */
export interface RarePath<State = unknown> {
  /** The rare set lies at this level and beyond. */
  readonly target: number;
  /** How near the rare set the process is now: any number that rises on the way there. */
  level(): number;
  /**
   * Makes one event happen and returns what it earned: 1 where it was the rare event, or the time
   * the process spent in the rare set. What is estimated is the mean of the sum over a path.
   */
  step(): number;
  /** Whether nothing more can be earned. */
  ended(): boolean;
  /** @param spare a saved state that nobody needs any more: its memory may be used */
  save(spare?: State): State;
  /** Goes back to a saved state, its random numbers included. */
  load(state: State): void;
  /** Draws come from fresh random numbers from here on, never used under another label. */
  fork(label: string): void;
}
