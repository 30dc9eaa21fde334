/** Our own mistake: an assertion that failed, with the simulated time it failed at. */
export class SimulationError extends Error {
  readonly at: number;

  /** @param at simulated time [s] */
  constructor(message: string, at: number) {
    super(`${message} (at ${at} s simulated)`);
    this.name = 'SimulationError';
    this.at = at;
  }
}
