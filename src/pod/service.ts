/** Extra time in the handler, once a body is stored and before the answer. */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { createColumns, growColumns } from '../kernel/columns.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { Law } from '../random/law.ts';
import { type Residual, residualOf } from '../random/residual.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { RequestTableState } from '../request/table.ts';
import type { PodOptions } from './options.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** Handle of the end of its service. */
  timer: new Float64Array(capacity),
  /** Instant its service began, where that tells how long it still takes [s]. */
  since: new Float64Array(capacity),
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
  readonly #residuals: readonly (Residual | null)[];
  readonly #ages: boolean;
  readonly #served: number;

  constructor(parts: ServiceParts) {
    this.#with = parts;
    const laws = lawsOf(parts.options);
    this.#samplers = samplersOf(laws);
    this.#residuals = laws.map(residualOf);
    this.#ages = this.#residuals.some((residual) => residual?.ages);
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
    if (this.#ages) this.state.since[request] = simulator.now;
    const at = simulator.now + duration;
    this.state.timer[request] = simulator.schedule(at, this.#served, request);
  }

  /** Draws again how long the services under way still take, given how long they have taken. */
  redraw(): void {
    const { simulator, requests, services } = this.#with;
    simulator.retime(this.#served, (request, at) => {
      const residual = this.#residuals[requests.pod[request]!]!;
      return residual?.until(this.state.since[request]!, simulator.now, services) ?? at;
    });
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

/** Pods of one law share its sampler: thousands of them would not stay in the cache. */
function samplersOf(laws: readonly Law[]): Sampler[] {
  const samplers = new Map([...new Set(laws)].map((law) => [law, compileLaw(law)]));
  return laws.map((law) => samplers.get(law)!);
}

function lawsOf({ replicas, service, slow }: PodOptions): Law[] {
  const laws = new Array<Law>(replicas).fill(service);
  for (const each of slow) laws[each.pod] = each.service;
  return laws;
}
