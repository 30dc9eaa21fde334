/**
 * How a response gets from the handler to the client. What the client has not taken yet fills, in
 * this order, HAProxy's socket to the client (outside the pod), the pod's kernel send buffer and
 * the transport's write buffer; it empties in the opposite order, at the client's pace.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { RequestTableState } from '../request/table.ts';
import type { PodMemory } from './memory.ts';
import { KERNEL_SEND, SEND, SEND_KERNEL, WRITE_BUFFER } from './places.ts';

export interface ResponseSenderState {
  /** By request: bytes in the kernel's send buffer when its flow began [B]. */
  kernel: Float64Array;
  /** By request: bytes handed over but outside the pod [B], as of `outsideAt` [s]. */
  outside: Float64Array;
  outsideAt: Float64Array;
  /** By request: 1 once all of it is handed over and written. */
  draining: Uint8Array;
}

export class ResponseSender {
  readonly state: ResponseSenderState;
  /** Called when the write buffer of a request is empty: the handler may go on. */
  onWritten: (pod: number, request: number) => void = () => undefined;
  /** Called when all that was handed over has left the pod. */
  onDrained: (pod: number, request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #network: FlowNetwork;
  readonly #memory: PodMemory;
  readonly #requests: RequestTableState;
  readonly #sendBuffer: number;
  readonly #outsideBuffer: number;

  /** @param outsideBuffer bytes HAProxy's socket to the client takes [B]; 0 without HAProxy */
  constructor(
    simulator: Simulator,
    network: FlowNetwork,
    memory: PodMemory,
    requests: RequestTableState,
    sendBuffer: number,
    outsideBuffer: number,
  ) {
    this.#simulator = simulator;
    this.#network = network;
    this.#memory = memory;
    this.#requests = requests;
    this.#sendBuffer = sendBuffer;
    this.#outsideBuffer = outsideBuffer;
    this.state = {
      kernel: new Float64Array(64),
      outside: new Float64Array(64),
      outsideAt: new Float64Array(64),
      draining: new Uint8Array(64),
    };
  }

  /** A request has come in: nothing of its response has been sent. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.kernel.length) this.#grow(request);
    s.kernel[request] = 0;
    s.outside[request] = 0;
    s.outsideAt[request] = this.#simulator.now;
    s.draining[request] = 0;
  }

  /** The handler hands over `bytes`; `onWritten` follows. The pod must have been touched. */
  hand(pod: number, request: number, bytes: number): void {
    const s = this.state;
    const pace = this.#requests.pace[request]!;
    if (this.#network.isInstant(SEND_KERNEL, pace)) {
      // A client that takes all at once leaves nothing in a kernel; only the loop's copying counts.
      this.#write(pod, request, bytes);
      return;
    }
    if (this.#network.isFlowing(request)) s.kernel[request]! -= this.#network.stop(request);
    let left = bytes;
    if (s.kernel[request]! <= 0) left -= this.#fillOutside(request, bytes);
    const toKernel = Math.min(left, this.#sendBuffer - s.kernel[request]!);
    s.kernel[request]! += toKernel;
    this.#memory.add(pod, KERNEL_SEND, toKernel);
    this.#write(pod, request, left - toKernel);
  }

  /** All is handed over and written: the kernel's send buffer drains; `onDrained` follows. */
  drain(pod: number, request: number): void {
    this.state.draining[request] = 1;
    if (!this.#network.isFlowing(request)) this.onDrained(pod, request);
  }

  /** Time until the client has what is outside the pod [s]. */
  tail(request: number): number {
    const pace = this.#requests.pace[request]!;
    return pace === Number.POSITIVE_INFINITY ? 0 : this.#outsideNow(request) / pace;
  }

  /** The flow of a request out of the pod has ended. */
  flowEnded(pod: number, request: number, kind: number): void {
    const s = this.state;
    if (kind === SEND) {
      this.#written(pod, request);
      return;
    }
    s.kernel[request] = 0;
    s.outsideAt[request] = this.#simulator.now;
    if (s.draining[request] === 1) this.onDrained(pod, request);
  }

  #write(pod: number, request: number, bytes: number): void {
    const pace = this.#requests.pace[request]!;
    if (bytes <= 0 || this.#network.isInstant(SEND, pace)) {
      this.#written(pod, request);
      return;
    }
    this.#memory.add(pod, WRITE_BUFFER, bytes);
    this.#network.start(pod, SEND, request, bytes, pace);
  }

  #written(pod: number, request: number): void {
    const s = this.state;
    const kernel = s.kernel[request]!;
    if (kernel > 0) {
      const pace = this.#requests.pace[request]!;
      this.#network.start(pod, SEND_KERNEL, request, kernel, pace);
    }
    this.onWritten(pod, request);
  }

  /** Puts as much as fits outside the pod; returns how much [B]. */
  #fillOutside(request: number, bytes: number): number {
    const s = this.state;
    const before = this.#outsideNow(request);
    const taken = Math.min(bytes, this.#outsideBuffer - before);
    s.outside[request] = before + taken;
    s.outsideAt[request] = this.#simulator.now;
    return taken;
  }

  /** While the pod holds nothing of a response, the client empties what is outside. */
  #outsideNow(request: number): number {
    const s = this.state;
    const elapsed = this.#simulator.now - s.outsideAt[request]!;
    const pace = this.#requests.pace[request]!;
    if (pace === Number.POSITIVE_INFINITY) return 0;
    return Math.max(0, s.outside[request]! - pace * elapsed);
  }

  #grow(request: number): void {
    const s = this.state;
    const capacity = Math.max(request + 1, s.kernel.length * 2);
    for (const column of ['kernel', 'outside', 'outsideAt'] as const) {
      const larger = new Float64Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
    const draining = new Uint8Array(capacity);
    draining.set(s.draining);
    s.draining = draining;
  }
}
