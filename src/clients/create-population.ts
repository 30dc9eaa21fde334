/** A population of the kind its options name, with its operations. */
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import type { RequestTable } from '../request/table.ts';
import { ClosedLoop } from './closed-loop.ts';
import { OpenLoop } from './open-loop.ts';
import { Operations } from './operations.ts';
import type { ClientOptions } from './options.ts';
import type { Crowd, Population, PopulationPorts } from './population.ts';
import { Replay } from './replay.ts';
import { Wave } from './wave.ts';

/**
 * @param index place of the population in the model
 * @param horizon no operation begins after this instant; those under way may still retry [s]
 */
export function createPopulation(
  simulator: Simulator,
  table: RequestTable,
  streams: Streams,
  index: number,
  options: ClientOptions,
  horizon: number,
  ports: PopulationPorts,
): Population {
  const operations = new Operations(simulator, table, streams, index, options, ports);
  const crowd = createCrowd(simulator, streams, operations, index, options, horizon);
  operations.onEnded = (worker, ending) => crowd.ended(worker, ending);
  return {
    begin: () => crowd.begin(),
    redraw() {
      crowd.redraw();
      operations.redraw();
    },
    answered: (request, ending) => operations.answered(request, ending),
    state: { crowd: crowd.state, operations: operations.state },
  };
}

function createCrowd(
  simulator: Simulator,
  streams: Streams,
  operations: Operations,
  index: number,
  options: ClientOptions,
  horizon: number,
): Crowd {
  switch (options.kind) {
    case 'closed':
      return new ClosedLoop(simulator, streams, operations, index, options, horizon);
    case 'open':
      return new OpenLoop(simulator, streams, operations, index, options, horizon);
    case 'wave':
      return new Wave(simulator, streams, operations, index, options, horizon);
    case 'replay':
      return new Replay(simulator, streams, operations, index, options, horizon);
  }
}
