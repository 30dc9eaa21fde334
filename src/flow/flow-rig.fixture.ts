/** A network of flows on a calendar of its own. */
import { Simulator } from '../kernel/simulator.ts';
import { OUTSIDE } from './flow-kind.ts';
import { FlowNetwork } from './flow-network.ts';
import type { FlowNetworkOptions } from './flow-network-options.ts';

export const FOREVER = Number.POSITIVE_INFINITY;
const FILL = { usesSite: true, usesLink: true, gains: 0, loses: OUTSIDE };
const PIPE = { usesSite: false, usesLink: true, gains: 1, loses: 0 };

export function network(options: Partial<FlowNetworkOptions>) {
  const simulator = new Simulator();
  const flows = new FlowNetwork(simulator, {
    kinds: [FILL, PIPE],
    sites: 1,
    levels: 2,
    siteCapacity: FOREVER,
    sustainedCapacity: options.siteCapacity ?? FOREVER,
    linkCapacity: FOREVER,
    ...options,
  });
  simulator.afterEach(() => flows.settle());
  return { simulator, flows };
}

export interface Job {
  readonly at: number;
  readonly site: number;
  readonly bytes: number;
  readonly cap: number;
}

/** Starts flows at given instants; returns when each ended. */
export function endsOf(options: Partial<FlowNetworkOptions>, jobs: readonly Job[]): number[] {
  const { simulator, flows } = network(options);
  const ends = jobs.map(() => Number.NaN);
  flows.onEnd = (flow) => {
    ends[flow] = simulator.now;
  };
  const begin = simulator.on((job) => {
    flows.touch(jobs[job]!.site);
    flows.start(jobs[job]!.site, 0, job, jobs[job]!.bytes, jobs[job]!.cap);
  });
  jobs.forEach(({ at }, job) => {
    simulator.schedule(at, begin, job);
  });
  simulator.run(FOREVER, 1e6);
  return ends;
}
