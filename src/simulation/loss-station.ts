/**
 * Poisson arrivals at servers without a waiting room, on the kernel and the stations alone:
 * HAProxy cannot be this system, as its `timeout queue 0` means unset.
 */
import { Simulator } from '../kernel/simulator.ts';
import { compileLaw } from '../random/sampler.ts';
import { Streams } from '../random/streams.ts';
import { Servers } from '../stations/servers.ts';
import { ratioOfMeans } from '../stats/ratio.ts';
import type { OracleCase } from '../theory/cases.ts';
import type { OracleEstimate } from './oracle.ts';
import type { BatchDesign } from './oracle-probes.ts';

/** The share of arrivals that find all servers of the case's station busy. */
export function estimateLoss(
  oracle: OracleCase,
  { warmUp, batch, batches }: BatchDesign,
): OracleEstimate {
  const { servers: count, arrivalRate, service } = oracle.station!;
  const streams = new Streams(oracle.seed);
  const [gaps, services] = [streams.get('arrivals'), streams.get('service')];
  const gap = compileLaw({ law: 'exponential', mean: 1 / arrivalRate });
  const holds = compileLaw(service);
  const simulator = new Simulator();
  const servers = new Servers(1, count, 0);
  const blocked = new Float64Array(batches);
  const arrived = new Float64Array(batches);
  const horizon = warmUp + batch * batches;
  const departure = simulator.on(() => servers.release(0));
  const arrival: number = simulator.on(() => {
    const { now } = simulator;
    const index = Math.floor((now - warmUp) / batch);
    const admission = servers.request(0, 0);
    if (admission === 'served') {
      simulator.schedule(now + holds.sample(services), departure, 0);
    }
    if (now >= warmUp) {
      arrived[index]!++;
      if (admission === 'blocked') blocked[index]!++;
    }
    const next = now + gap.sample(gaps);
    if (next < horizon) simulator.schedule(next, arrival, 0);
  });
  simulator.schedule(gap.sample(gaps), arrival, 0);
  simulator.run(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { value, standardError } = ratioOfMeans(blocked, arrived);
  return { simulated: value, standardError, events: simulator.state.ran };
}
