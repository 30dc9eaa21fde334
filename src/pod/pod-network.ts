/** The flows of bytes of all pods, and how fast an event loop moves them. */
import { FlowNetwork } from '../flow/flow-network.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { PodOptions } from './options.ts';
import { FLOW_KINDS, PLACES } from './places.ts';
import type { Profile } from './profile.ts';

/** Cores a pod's one event loop can use: one at most. */
export function coresOf({ cpuLimit }: Pick<PodOptions, 'cpuLimit'>): number {
  return Math.min(1, cpuLimit);
}

/**
 * One network site per pod, whose capacity is what one event loop reads and copies, and one more
 * for flows that no pod has a part in.
 */
export function createPodNetwork(
  simulator: Simulator,
  options: PodOptions,
  profile: Profile,
  linkRate: number,
): FlowNetwork {
  const { read, encrypt } = options.cpu;
  const cores = coresOf(options);
  // Each byte read is encrypted later, by calls that stop the reading of all others.
  const sustained = profile.encrypts && read < Number.POSITIVE_INFINITY;
  return new FlowNetwork(simulator, {
    kinds: FLOW_KINDS,
    sites: options.replicas + 1,
    levels: PLACES,
    siteCapacity: read * cores,
    sustainedCapacity: (sustained ? 1 / (1 / read + 1 / encrypt) : read) * cores,
    linkCapacity: linkRate,
  });
}
