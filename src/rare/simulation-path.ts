/** A simulation as a process that can be split. */
import { shareAbove } from '../observe/level-batches.ts';
import type { Simulation, Snapshot } from '../simulation/simulation.ts';
import type { RarePath } from './rare-path.ts';
import { Stepper } from './stepper.ts';

/** What of a run is rare, and how near it is. */
export interface RareEvent {
  /** The rare set lies at this level and beyond. */
  readonly target: number;
  /** Importance: anything read off the run that tends to rise before the event. */
  level(simulation: Simulation): number;
  /** Whether it has just happened: the path then ends with a gain of 1. */
  happened(simulation: Simulation): boolean;
  /** Whether it cannot happen any more. */
  over(simulation: Simulation): boolean;
}

/** A run that has begun, on its way to an event. */
export function simulationPath(
  simulation: Simulation,
  { target, level, happened, over }: RareEvent,
): RarePath<Snapshot> {
  const stepper = new Stepper(simulation);
  let ended = false;
  return {
    target,
    level: () => level(simulation),
    step() {
      const more = stepper.step();
      const hit = happened(simulation);
      ended = hit || !more || over(simulation);
      return hit ? 1 : 0;
    },
    ended: () => ended,
    save: (spare) => stepper.save(spare),
    load(state) {
      stepper.load(state);
      // Only paths that go on are ever saved.
      ended = false;
    },
    fork(label) {
      simulation.fork(label);
      simulation.redraw();
    },
  };
}

/**
 * The death of any pod by its memory limit before the horizon; the level is the fullest pod's
 * share of the limit.
 */
export function anyKill(model: {
  readonly pod: { readonly memoryLimit: number; readonly replicas: number };
  readonly run: { readonly horizon: number };
}): RareEvent {
  const { memoryLimit, replicas } = model.pod;
  return {
    target: 1,
    level({ pods: { memory } }) {
      let fullest = 0;
      for (let pod = 0; pod < replicas; pod++) fullest = Math.max(fullest, memory.charged(pod));
      return fullest / memoryLimit;
    },
    happened: ({ recorder }) => recorder.state.kills.length > 0,
    // Kills after the horizon do not count.
    over: ({ simulator }) => simulator.now > model.run.horizon,
  };
}

interface Moment {
  readonly run: Snapshot;
  readonly at: number;
  readonly bytes: number;
}

/**
 * The share of a window of time [s] that the memory of pod 0 is above a threshold [B]. Memory is
 * straight between two bends, so the time above is exact, not sampled. The level is that memory [B],
 * or another `importance` that is above the threshold where memory is.
 */
export function timeAbove(
  simulation: Simulation,
  threshold: number,
  window: { readonly from: number; readonly until: number },
  importance: (simulation: Simulation) => number = ({ pods: { memory } }) => memory.charged(0),
): RarePath<Moment> {
  const stepper = new Stepper(simulation);
  const { simulator, pods } = simulation;
  const above = shareAbove(threshold);
  let at = simulator.now;
  let bytes = pods.memory.charged(0);
  let gain = 0;
  let ended = false;
  simulation.listen((pod, value) => {
    if (pod !== 0) return;
    const now = simulator.now;
    const from = Math.max(at, window.from);
    const until = Math.min(now, window.until);
    if (until > from) {
      const along = (t: number) => bytes + ((t - at) / (now - at)) * (value - bytes);
      gain += (until - from) * above(along(from), along(until));
    }
    at = now;
    bytes = value;
  });
  return {
    target: threshold,
    level: () => importance(simulation),
    step() {
      gain = 0;
      const more = stepper.step();
      ended = !more || at >= window.until;
      return gain / (window.until - window.from);
    },
    ended: () => ended,
    save: (spare) => ({ run: stepper.save(spare?.run), at, bytes }),
    load(moment) {
      stepper.load(moment.run);
      ({ at, bytes } = moment);
      ended = false;
    },
    fork(label) {
      simulation.fork(label);
      simulation.redraw();
    },
  };
}
