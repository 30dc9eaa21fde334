/** A population of the kind its options name, with its source of requests. */
import type { Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import type { RequestTable } from '../request/table.ts';
import { ClosedLoop } from './closed-loop.ts';
import { OpenLoop } from './open-loop.ts';
import type { ClientOptions } from './options.ts';
import type { Population, PopulationPorts } from './population.ts';
import { RequestSource } from './request-source.ts';
import { Wave } from './wave.ts';

/**
 * @param index place of the population in the model
 * @param horizon no request is sent after this instant [s]
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
  const source = new RequestSource(simulator, table, streams, index, options);
  source.onSend = (request) => ports.send(request);
  switch (options.kind) {
    case 'closed':
      return new ClosedLoop(simulator, table, streams, source, index, options, horizon, ports);
    case 'open':
      return new OpenLoop(simulator, streams, source, index, options, horizon, ports);
    case 'wave':
      return new Wave(simulator, streams, source, index, options, horizon, ports);
  }
}
