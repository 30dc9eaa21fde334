/**
 * Runs random systems and checks what must hold in each. fast-check draws them, and simplifies one
 * that fails; its seed and path lead back to it.
 */
import fc from 'fast-check';
import { modelFrom } from '../config/config.ts';
import { assertInvariants } from '../simulation/invariants.ts';
import { Simulation } from '../simulation/simulation.ts';
import { type RandomSystem, randomSystem } from './random-system.ts';
import { watch } from './watch.ts';

export interface Finding {
  /** The simplest system found that fails. */
  readonly system: RandomSystem;
  readonly breach: string;
  /** Leads back to it: `--seed` and `--path`. */
  readonly path: string;
  readonly simplifications: number;
}

export interface SwarmOptions {
  readonly runs: number;
  readonly seed: number;
  /** Only this system of the seed, as a finding names it. */
  readonly path?: string;
  readonly onRun?: () => void;
}

/** @returns null if all systems pass */
export function swarm({ runs, seed, path, onRun }: SwarmOptions): Finding | null {
  const property = fc.property(randomSystem, (system) => {
    onRun?.();
    const breach = breachOf(system);
    if (breach !== null) throw new Error(breach);
  });
  const details = fc.check(property, { seed, numRuns: runs, ...(path !== undefined && { path }) });
  if (!details.failed) return null;
  const system = details.counterexample![0];
  return {
    system,
    breach: breachOf(system) ?? 'passes when run again: the run depends on more than its seed',
    path: details.counterexamplePath!,
    simplifications: details.numShrinks,
  };
}

/** What does not hold in a system, in words; null if all does. */
function breachOf({ clients, set, seed }: RandomSystem): string | null {
  const model = modelFrom({ clients }, set);
  const simulation = new Simulation(model, String(seed));
  const breaches = watch(simulation, model);
  try {
    simulation.begin();
    if (!simulation.run()) return `no end within ${model.run.maxEvents} events`;
    assertInvariants(simulation);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return breaches[0] ?? null;
}
