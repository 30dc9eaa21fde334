/** A run event by event, and light copies of a moment of it. */
import type { Simulation, Snapshot } from '../simulation/simulation.ts';

const NONE = new Float64Array(0);

interface Values {
  values?: Float64Array;
}

export class Stepper {
  readonly #simulation: Simulation;

  /** @param simulation has begun */
  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Makes the next event happen; false if none is left then. */
  step(): boolean {
    const { simulator } = this.#simulation;
    simulator.run(Number.POSITIVE_INFINITY, simulator.state.ran + 1);
    return !simulator.isOver();
  }

  /**
   * A copy of the run without the latencies and waits written down so far: these lists grow with
   * the run and decide nothing in it, so clones share them and remember only their lengths.
   *
   * @param spare a copy that nobody needs any more: its memory is written over
   */
  save(spare?: Snapshot): Snapshot {
    const lists = samplesOf(this.#simulation.state.recorder);
    const kept = lists.map((list) => list.values!);
    for (const list of lists) list.values = NONE;
    const copy = this.#simulation.snapshot(spare);
    for (const [i, list] of lists.entries()) list.values = kept[i]!;
    // What a copy does not have, `restore` leaves as it is.
    for (const list of samplesOf(copy.state.recorder)) delete list.values;
    return copy;
  }

  load(saved: Snapshot): void {
    this.#simulation.restore(saved);
  }
}

/** The growing lists among what a recorder wrote down. */
function samplesOf(recorder: object): Values[] {
  return Object.values(recorder).filter(
    (value): value is Values => typeof value === 'object' && value !== null && 'values' in value,
  );
}
