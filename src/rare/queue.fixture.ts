/** The busy cycle of chain.fixture.ts again, through the whole simulator. */
import { modelFrom } from '../config/config.ts';
import { Simulation, type Snapshot } from '../simulation/simulation.ts';
import { pureQueue } from '../theory/plain-models.ts';
import type { RarePath } from './rare-path.ts';
import { simulationPath } from './simulation-path.ts';

/** M/M/1 from one customer on: does its queue reach `level` before it is empty? */
export function simulatedCycle(rho: number, level: number): (seed: string) => RarePath<Snapshot> {
  const service = { law: 'exponential', mean: '1s' };
  const queue = { pods: 1, servers: 1, rate: rho, service };
  const simulation = new Simulation(modelFrom(pureQueue(queue, 1e9)), 'queue');
  simulation.begin();
  const { simulator, table } = simulation;
  const start = simulation.snapshot();
  // Nothing is drawn at time 0 but the first gap, so cycles may share one simulation.
  return (seed) => {
    simulation.restore(start);
    simulation.fork(seed);
    while (table.state.live === 0) {
      simulator.run(Number.POSITIVE_INFINITY, simulator.state.ran + 1);
    }
    return simulationPath(simulation, {
      target: level,
      level: () => table.state.live,
      happened: () => table.state.live >= level,
      over: () => table.state.live === 0,
    });
  };
}
