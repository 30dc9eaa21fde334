/** Laws that hold after every run, whatever the model; a breach is our mistake. */
import { SimulationError } from '../kernel/simulation-error.ts';
import type { Simulation } from './simulation.ts';

/** Relative difference that rounding may leave in a sum over a run. */
const ROUNDING = 1e-9;

/**
 * A client that stalls for good, with no time-out to end it, keeps what it holds, and others behind
 * it waiting: what is left then counts as unfinished, and only what happened is held to the laws.
 *
 * @throws SimulationError naming the first law that does not hold
 */
export function assertInvariants(simulation: Simulation): void {
  const { pods, front } = simulation;
  const stalled = pods.stalledForGood() + front.stalledForGood();
  const laws = stalled > 0 ? LAWS_OF_THE_UNFINISHED : LAWS;
  for (const [law, holds] of Object.entries(laws)) {
    const breach = holds(simulation);
    if (breach !== null) {
      throw new SimulationError(`${law}: ${breach}`, simulation.simulator.now);
    }
  }
}

/** Says what is wrong, or null. */
type Law = (simulation: Simulation) => string | null;

const LAWS_OF_THE_UNFINISHED: Record<string, Law> = {
  'each attempt has ended once or is inside': ({ recorder, table }) => {
    const { endings, inSystem } = recorder.state;
    const ended = endings.reduce((sum, count) => sum + count, 0);
    const { sent } = table.state;
    return ended + inSystem === sent ? null : `${sent} sent, ${ended} ended, ${inSystem} inside`;
  },
};

const LAWS: Record<string, Law> = {
  'each attempt ends exactly once': ({ recorder, table }) => {
    const ended = recorder.state.endings.reduce((sum, count) => sum + count, 0);
    const { sent, live } = table.state;
    return ended === sent && live === 0 ? null : `${sent} sent, ${ended} ended, ${live} inside`;
  },
  "Little's law: the integral of the number inside is the sum of the times inside": (
    simulation,
  ) => {
    const { inSystemIntegral, sojourn } = simulation.recorder.state;
    const difference = Math.abs(inSystemIntegral - sojourn);
    const scale = Math.max(1, sojourn);
    return difference <= ROUNDING * scale ? null : `${inSystemIntegral} s against ${sojourn} s`;
  },
  'queues are empty': ({ front }) => (front.queued() === 0 ? null : `${front.queued()} wait`),
  'slots are free': ({ front }) => {
    const busy = front.heldSlots();
    return busy === 0 ? null : `${busy} held`;
  },
  'no call to the store is left': (simulation) => {
    const calls = simulation.pendingCalls();
    return calls === 0 ? null : `${calls} calls`;
  },
  'no request, call, flow, budget or byte is left in a pod': ({ pods }) => pods.leftovers(),
};
