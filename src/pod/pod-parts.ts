/** What pods are made of, put together as the options say. */
import type { FlowNetwork } from '../flow/flow-network.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import type { RequestTable } from '../request/table.ts';
import { Budget } from '../stations/budget.ts';
import { BodyReader } from './body-reader.ts';
import { ClientPause } from './client-pause.ts';
import { EventLoop } from './event-loop.ts';
import { PodMemory } from './memory.ts';
import type { PodOptions } from './options.ts';
import { createPodNetwork } from './pod-network.ts';
import { type Profile, profileOf } from './profile.ts';
import { Progress } from './progress.ts';
import { ResponseSender } from './response-sender.ts';
import { Standstill } from './standstill.ts';
import { WarmConnections } from './warm-connections.ts';

export interface PodsEnvironment {
  /** Capacity of the link all clients share [B/s]. */
  readonly linkRate: number;
  /** What HAProxy's socket to a client takes of a response [B]; 0 without HAProxy. */
  readonly outsideBuffer: number;
  /** How long HAProxy waits for the next byte to move to or from a pod [s]; Infinity without. */
  readonly patience: number;
}

export interface PodParts {
  readonly simulator: Simulator;
  readonly table: RequestTable;
  readonly options: PodOptions;
  readonly profile: Profile;
  readonly network: FlowNetwork;
  readonly memory: PodMemory;
  readonly limiter: Budget;
  readonly loop: EventLoop;
  readonly standstill: Standstill;
  readonly pause: ClientPause;
  readonly progress: Progress;
  readonly warm: WarmConnections;
  readonly reader: BodyReader;
  readonly sender: ResponseSender;
  readonly services: Stream;
}

export function createPodParts(
  simulator: Simulator,
  table: RequestTable,
  streams: Streams,
  options: PodOptions,
  { linkRate, outsideBuffer, patience }: PodsEnvironment,
): PodParts {
  const { replicas, limiter, kernelBuffer, warmKernelBuffer, uvicornBuffer, sendBuffer } = options;
  const requests = table.state;
  const profile = profileOf(options);
  const network = createPodNetwork(simulator, options, profile, linkRate);
  const memory = createMemory(simulator, network, options, profile);
  const pause = new ClientPause(simulator, requests);
  const progress = new Progress(requests);
  const warm = new WarmConnections(replicas);
  return {
    simulator,
    table,
    options,
    profile,
    network,
    memory,
    limiter: new Budget(simulator, replicas, limiter.budget, limiter.wait),
    loop: new EventLoop(simulator, network, replicas, (request) => requests.pod[request]!),
    standstill: new Standstill(simulator, network, replicas, patience),
    pause,
    progress,
    warm,
    reader: new BodyReader({
      network,
      requests,
      pause,
      progress,
      uvicornBuffer,
      kernelBuffer: (request) => (warm.isWarm(request) ? warmKernelBuffer : kernelBuffer),
    }),
    sender: new ResponseSender({
      simulator,
      network,
      requests,
      pause,
      progress,
      buffers: { kernel: sendBuffer, outside: outsideBuffer },
      outsideSite: replicas,
    }),
    services: streams.get('service'),
  };
}

/** What of the parts changes during a run. */
export function statesOf(parts: PodParts) {
  return {
    network: parts.network.state,
    memory: parts.memory.state,
    limiter: parts.limiter.state,
    loop: parts.loop.state,
    standstill: parts.standstill.state,
    reader: parts.reader.state,
    sender: parts.sender.state,
    pause: parts.pause.state,
    progress: parts.progress.state,
    warm: parts.warm.state,
  };
}

function createMemory(
  simulator: Simulator,
  network: FlowNetwork,
  options: PodOptions,
  { base, retention, fragmentation, decay }: Profile,
): PodMemory {
  return new PodMemory(simulator, network, options.replicas, {
    limit: options.memoryLimit,
    base,
    retention,
    fragmentation,
    decay,
    partSize: options.partSize,
    residue: options.residue,
    chargesKernel: options.cgroup === 'v2',
  });
}
