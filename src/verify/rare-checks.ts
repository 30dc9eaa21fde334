/** Probabilities that counting would take days for, found on the simulator as a whole. */
import { type Model, modelFrom } from '../config/config.ts';
import { estimateByGiant } from '../rare/giant-body.ts';
import { planLevels } from '../rare/plan-levels.ts';
import { anyKill, type RareEvent, simulationPath } from '../rare/simulation-path.ts';
import { estimateBySplitting } from '../rare/splitting.ts';
import { Simulation } from '../simulation/simulation.ts';
import { anyBodyKills, oneBodyKills } from '../theory/big-jump.ts';
import { reachesWithin } from '../theory/mminf-first-passage.ts';
import { heldUploads, jumpingBodies, pureQueue } from '../theory/plain-models.ts';
import type { Check } from './check.ts';
import type { Figure } from './figure.ts';

const SECOND = { law: 'exponential', mean: '1s' };

export const RARE_CHECKS: readonly Check[] = [
  {
    id: 'O10 busy cycle',
    deep: true,
    run: ({ seed }) => [
      split('reaches 20 before empty', 0.5 ** 20 / (1 - 0.5 ** 20), seed, busyCycle(0.5), {
        target: 20,
        level: ({ table }) => table.state.live,
        happened: ({ table }) => table.state.live === 20,
        over: ({ table }) => table.state.live === 0 && table.state.sent > 0,
      }),
    ],
  },
  {
    id: 'O10 load=5 k=20 T=10',
    deep: true,
    run({ seed }) {
      const model = modelFrom(heldUploads(5, 20, 10));
      return [split('oom-probability', reachesWithin(5, 20, 10), seed, model, anyKill(model))];
    },
  },
  {
    id: 'O10 giant body',
    deep: true,
    run({ seed }) {
      const { value } = estimateByGiant(modelFrom(jumpingBodies(16, 4, '4MB')), {
        seed: String(seed),
        runs: 100,
      });
      const theory = anyBodyKills(16, oneBodyKills(4e6, 1, 3, 488 * 2 ** 20));
      return [
        {
          name: 'oom-probability',
          theory,
          simulated: value,
          // Every run with a giant is killed and none without: what is left is the size, to a byte.
          evidence: { kind: 'exact', tolerance: 1e-4 },
        },
      ];
    },
  },
];

/** M/M/1 from its first arrival on. */
function busyCycle(rho: number): Model {
  return modelFrom(pureQueue({ pods: 1, servers: 1, rate: rho, service: SECOND }, 1e6));
}

/** By multilevel splitting, to a relative standard error of 10%. */
function split(name: string, theory: number, seed: number, model: Model, event: RareEvent): Figure {
  const create = (label: string) => {
    const simulation = new Simulation(model, label);
    simulation.begin();
    return simulationPath(simulation, event);
  };
  const { plan } = planLevels(create, { seed: `${seed}/pilot` });
  const { value, standardError, draws } = estimateBySplitting(create, plan, { seed: `${seed}` });
  const evidence = { kind: 'mean', standardError, degrees: draws - 1 } as const;
  return { name, theory, simulated: value, evidence };
}
