/** What holds without a closed form: laws, and that a run is a function of its model and seed. */
import { type Model, modelFrom } from '../config/config.ts';
import { assertInvariants } from '../simulation/invariants.ts';
import { simulate } from '../simulation/simulate.ts';
import { Simulation } from '../simulation/simulation.ts';
import { swarm } from '../swarm/swarm.ts';
import type { Check } from './check.ts';
import { everyTime, type Figure } from './figure.ts';

const SYSTEMS = { quick: 300, full: 3000 };
const RUNS = { quick: 20, full: 200 };

/** A flood that kills pods, with chance in every room. */
const STORMY: Readonly<Record<string, unknown>> = {
  'pod.replicas': 3,
  'pod.handler': 'read-all',
  'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.05 },
  'pod.restart.base': '1s',
  'haproxy.maxconn': 12,
  'haproxy.replicas': 2,
  'clients[0].bodySize': { law: 'lognormal', mean: '16MB', cv: 0.5 },
  'clients[0].pace': { law: 'lognormal', mean: '40MB/s', cv: 0.3 },
  'upstream.latency': { law: 'lognormal', mean: '250ms', cv: 0.5 },
};

function stormy(overrides: Readonly<Record<string, unknown>> = {}): Model {
  const clients = [{ kind: 'closed', workers: 60, requests: 120, getShare: 0.3 }];
  return modelFrom({ clients }, { ...STORMY, ...overrides });
}

export const LAW_CHECKS: readonly Check[] = [
  {
    id: 'O12 random systems',
    deep: false,
    run({ seed, full }) {
      const systems = full ? SYSTEMS.full : SYSTEMS.quick;
      const finding = swarm({ runs: systems, seed });
      if (finding === null) return [everyTime('systems that keep every law', systems, systems)];
      const again = `swarm --seed ${seed} --path ${finding.path}`;
      throw new Error(`${finding.breach}; again: spillway ${again}`);
    },
  },
  onEverySeed('O12 same seed', (seed) => {
    const [first, again, other] = [seed, seed, `${seed}, another`].map((each) =>
      trajectory(begun(each)),
    );
    return { 'same run again': first === again, 'another run of another seed': first !== other };
  }),
  onEverySeed('O12 snapshots', (seed) => {
    const simulation = begun(seed);
    simulation.run(0.8);
    const saved = simulation.snapshot();
    const [first, restored, clone, sameClone, otherClone] = [null, null, 'a', 'a', 'b'].map(
      (label) => {
        simulation.restore(saved);
        if (label !== null) simulation.fork(label);
        return trajectory(simulation);
      },
    );
    return {
      'as if never stopped': first === trajectory(begun(seed)),
      'goes on as it did': restored === first,
      'clones repeat': clone === sameClone,
      'clones part ways': new Set([first, clone, otherClone]).size === 3,
    };
  }),
  onEverySeed('O9 f kills by limit', (seed) => {
    const [peak] = simulate(
      stormy({ ...ONE_POD, 'pod.memoryLimit': 'none' }),
      seed,
    ).peakMemoryBytes;
    const kills = (limit: number) =>
      simulate(stormy({ ...ONE_POD, 'pod.memoryLimit': `${limit}B` }), seed).kills.length > 0;
    return {
      'killed just below the peak': kills(Math.floor(peak!) - 1),
      'not just above it': !kills(Math.ceil(peak!) + 1),
    };
  }),
];

const ONE_POD = { 'pod.replicas': 1, 'haproxy.replicas': 1 };

/** What is true must be so under each of many seeds. */
function onEverySeed(id: string, look: (seed: string) => Readonly<Record<string, boolean>>): Check {
  return {
    id,
    deep: false,
    run({ seed, full }): Figure[] {
      const runs = full ? RUNS.full : RUNS.quick;
      const seen = Array.from({ length: runs }, (_, run) => look(`${seed}/${run}`));
      return Object.keys(seen[0]!).map((name) =>
        everyTime(name, runs, seen.filter((held) => held[name]).length),
      );
    },
  };
}

function begun(seed: string): Simulation {
  const simulation = new Simulation(stormy(), seed);
  simulation.begin();
  return simulation;
}

/** Runs to the end; the hash of everything that happened. */
function trajectory(simulation: Simulation): string {
  simulation.run();
  assertInvariants(simulation);
  return simulation.recorder.trajectory();
}
