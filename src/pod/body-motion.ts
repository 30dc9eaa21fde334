/** Bytes of a body in motion, at once or as a flow, until they stop or are where they belong. */
import type { FlowNetwork } from '../flow/flow-network.ts';
import type { RequestTableState } from '../request/table.ts';
import type { BodyBytes } from './body-bytes.ts';
import type { BodyProgress } from './body-progress.ts';
import { DRAIN, FLOW_KINDS, KERNEL_RECEIVE, PARK_KERNEL, PARK_UNREAD, UNREAD } from './places.ts';
import type { Progress } from './progress.ts';
import { ROUNDING } from './rounding.ts';

export interface BodyMotionParts {
  readonly network: FlowNetwork;
  readonly requests: RequestTableState;
  readonly progress: Progress;
}

export class BodyMotion {
  readonly #with: BodyMotionParts;
  readonly #bytes: BodyBytes;
  readonly #progress: BodyProgress;

  constructor(parts: BodyMotionParts, bytes: BodyBytes, progress: BodyProgress) {
    this.#with = parts;
    this.#bytes = bytes;
    this.#progress = progress;
  }

  /** Whether the body comes at its client's own pace: what HAProxy has of it comes at once. */
  isHeldUp(request: number): boolean {
    const pace = this.#with.requests.pace[request]!;
    return pace < Number.POSITIVE_INFINITY && this.#bytes.ahead(request) <= ROUNDING;
  }

  /**
   * Sets up to so many bytes in motion [B], fewer where they do not come at one pace.
   *
   * @returns whether nothing held them up and they are there; else the network tells their end
   */
  move(pod: number, request: number, kind: number, wanted: number): boolean {
    const { network, requests } = this.#with;
    let bytes = wanted;
    let cap = Number.POSITIVE_INFINITY;
    if (kind !== DRAIN && requests.pace[request]! < cap) {
      const ahead = this.#bytes.ahead(request);
      if (ahead > ROUNDING) bytes = Math.min(wanted, ahead);
      else cap = requests.pace[request]!;
    }
    if (!network.isInstant(kind, cap)) {
      network.start(pod, kind, request, bytes, cap);
      this.#progress.flows(request, kind);
      return false;
    }
    if (kind !== DRAIN) this.#with.progress.moved(request);
    this.#bytes.moved(request, kind, bytes);
    network.levels.transfer(pod, FLOW_KINDS[kind]!, bytes);
    return true;
  }

  /** What the buffers hold is in the pod no more. */
  emptyBuffers(pod: number, request: number): void {
    const { levels } = this.#with.network;
    const { unread, kernel } = this.#bytes.state;
    levels.add(pod, UNREAD, -unread[request]!);
    levels.add(pod, KERNEL_RECEIVE, -kernel[request]!);
  }

  /** Stops what fills the buffers of a request, if anything does. */
  stopParking(request: number): void {
    const { flows } = this.#with.network;
    if (!flows.isFlowing(request)) return;
    const kind = flows.kindOf(request);
    if (kind === PARK_UNREAD || kind === PARK_KERNEL) this.stop(request);
  }

  /** Stops the flow of a request. */
  stop(request: number): void {
    const { network } = this.#with;
    this.#bytes.moved(request, network.flows.kindOf(request), network.stop(request));
  }
}
