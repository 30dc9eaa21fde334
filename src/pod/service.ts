/** Extra time in the handler, once a body is stored and before the answer. */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { RequestTableState } from '../request/table.ts';
import type { PodOptions } from './options.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** Handle of the end of its service. */
  timer: new Float64Array(capacity),
});

export type ServiceState = ReturnType<typeof columns>;

export interface ServiceParts {
  readonly simulator: Simulator;
  readonly network: FlowNetwork;
  readonly requests: RequestTableState;
  readonly options: PodOptions;
  readonly services: Stream;
}

export class Service {
  readonly state: ServiceState = createColumns(columns);
  /** A request has been served; its pod has been touched. */
  onServed: (pod: number, request: number) => void = () => undefined;
  readonly #with: ServiceParts;
  readonly #samplers: readonly Sampler[];
  readonly #served: number;

  constructor(parts: ServiceParts) {
    this.#with = parts;
    this.#samplers = samplersOf(parts.options);
    this.#served = parts.simulator.on((request) => this.#end(request));
  }

  /** A request has come in: it is not served yet. */
  open(request: number): void {
    if (request >= this.state.timer.length) growColumns(this.state, columns, request);
    this.state.timer[request] = NO_EVENT;
  }

  /** Serves a request; `onServed` follows. Its pod must have been touched. */
  serve(pod: number, request: number): void {
    const { simulator, services } = this.#with;
    const duration = this.#samplers[pod]!.sample(services);
    if (duration === 0) {
      this.onServed(pod, request);
      return;
    }
    const at = simulator.now + duration;
    this.state.timer[request] = simulator.schedule(at, this.#served, request);
  }

  /** The pod died under a request. */
  abandon(request: number): void {
    this.#with.simulator.cancel(this.state.timer[request]!);
  }

  #end(request: number): void {
    const pod = this.#with.requests.pod[request]!;
    this.state.timer[request] = NO_EVENT;
    this.#with.network.touch(pod);
    this.onServed(pod, request);
  }
}

function samplersOf({ replicas, service, slow }: PodOptions): Sampler[] {
  const samplers = new Array<Sampler>(replicas).fill(compileLaw(service));
  for (const each of slow) samplers[each.pod] = compileLaw(each.service);
  return samplers;
}
