/**
 * How a response gets from the handler to the client. What the client has not taken yet fills, in
 * this order, HAProxy's socket to the client (outside the pod), the pod's kernel send buffer and
 * the transport's write buffer, and empties in the opposite order: one backlog, drained by one flow
 * at the client's rate, whose kind says which of the three it is emptying.
 *
 * The transport keeps a part whole until its last byte is in the kernel (uvloop queues the bytes
 * object), so the write buffer is charged by the part and not by what is left of it.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { RequestTableState } from '../request/table.ts';
import type { PodMemory } from './memory.ts';
import { KERNEL_SEND, SEND, SEND_KERNEL, SEND_OUTSIDE, WRITE_BUFFER } from './places.ts';

/** Less than this is a sum that did not come out even [B]. */
const ROUNDING = 1e-6;

export interface ResponseSenderState {
  /** By request: bytes handed over and not taken when its flow began [B]. */
  backlog: Float64Array;
  /** By request: bytes handed over so far [B]. */
  handed: Float64Array;
  /** By request: part the transport still holds [B]. */
  writing: Float64Array;
  /** By request: 1 once all of it is handed over. */
  draining: Uint8Array;
}

export interface Buffers {
  /** The pod's kernel send buffer [B]. */
  readonly kernel: number;
  /** What HAProxy's socket to the client takes [B]; 0 without HAProxy. */
  readonly outside: number;
}

export class ResponseSender {
  readonly state: ResponseSenderState;
  /** Called when the transport has written all it was handed. */
  onWritten: (pod: number, request: number) => void = () => undefined;
  /** Called when all has been handed over and has left the pod. */
  onDrained: (pod: number, request: number) => void = () => undefined;
  /** Called when the client has taken what was left outside after `onDrained`. */
  onTaken: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #network: FlowNetwork;
  readonly #memory: PodMemory;
  readonly #requests: RequestTableState;
  readonly #buffers: Buffers;
  readonly #outsideSite: number;

  /** @param outsideSite site of the network for flows that no pod has a part in */
  constructor(
    simulator: Simulator,
    network: FlowNetwork,
    memory: PodMemory,
    requests: RequestTableState,
    buffers: Buffers,
    outsideSite: number,
  ) {
    this.#simulator = simulator;
    this.#network = network;
    this.#memory = memory;
    this.#requests = requests;
    this.#buffers = buffers;
    this.#outsideSite = outsideSite;
    this.state = {
      backlog: new Float64Array(64),
      handed: new Float64Array(64),
      writing: new Float64Array(64),
      draining: new Uint8Array(64),
    };
  }

  /** A request has come in: nothing of its response has been sent. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.backlog.length) this.#grow(request);
    s.backlog[request] = 0;
    s.handed[request] = 0;
    s.writing[request] = 0;
    s.draining[request] = 0;
  }

  /** Whether the transport still holds bytes, so that a handler has to wait. */
  isWriting(request: number): boolean {
    return this.state.writing[request]! > 0;
  }

  /** The handler hands over a part; `onWritten` follows. The pod must have been touched. */
  hand(pod: number, request: number, bytes: number): void {
    const s = this.state;
    const before = this.#stop(request);
    const backlog = before + bytes - this.#caughtUp(request, before, bytes);
    s.handed[request]! += bytes;
    const { kernel, outside } = this.#buffers;
    if (this.#isGreedy(request)) {
      // A client that takes all at once leaves nothing anywhere; the loop's copying is paid for.
      this.#write(pod, request, bytes, bytes);
      return;
    }
    s.backlog[request] = backlog;
    const inKernel = (left: number) => Math.min(kernel, Math.max(0, left - outside));
    this.#memory.add(pod, KERNEL_SEND, inKernel(backlog) - inKernel(before));
    this.#write(pod, request, bytes, backlog - outside - kernel);
  }

  /** All is handed over and written; `onDrained` follows, and `onTaken` if `isTaking` by then. */
  drain(pod: number, request: number): void {
    const s = this.state;
    s.draining[request] = 1;
    if (s.backlog[request]! <= this.#buffers.outside + ROUNDING) this.onDrained(pod, request);
  }

  /** Whether the client is still taking what is outside the pod. */
  isTaking(request: number): boolean {
    return this.#network.isFlowing(request);
  }

  /** The pod died, or the request is over: nothing of it flows any more. */
  abandon(request: number): void {
    if (request < this.state.backlog.length) this.#stop(request);
  }

  /** The flow of a request towards its client has ended. */
  flowEnded(pod: number, request: number, kind: number): void {
    const s = this.state;
    s.backlog[request]! -= this.#network.amountOf(request);
    if (kind === SEND) {
      this.#written(pod, request);
    } else if (kind === SEND_KERNEL) {
      this.#takeOutside(request);
      if (s.draining[request] === 1) this.onDrained(pod, request);
    } else if (s.draining[request] === 1) this.onTaken(request);
  }

  /** What a client that catches up takes at once: its pace since it asked, less what it had [B]. */
  #caughtUp(request: number, backlog: number, bytes: number): number {
    const { catchesUp, pace, sentAt } = this.#requests;
    if (catchesUp[request] === 0) return 0;
    const owed = pace[request]! * (this.#simulator.now - sentAt[request]!);
    const taken = this.state.handed[request]! - backlog;
    return Math.min(backlog + bytes, Math.max(0, owed - taken));
  }

  /** Whether this client and the link take any number of bytes at once. */
  #isGreedy(request: number): boolean {
    return this.#network.isInstant(SEND_KERNEL, this.#requests.pace[request]!);
  }

  /** @param excess bytes that fit neither the kernel nor outside [B] */
  #write(pod: number, request: number, part: number, excess: number): void {
    const s = this.state;
    const pace = this.#requests.pace[request]!;
    s.writing[request] = part;
    this.#memory.add(pod, WRITE_BUFFER, part);
    if (excess <= ROUNDING || this.#network.isInstant(SEND, pace)) {
      this.#written(pod, request);
      return;
    }
    if (this.#isGreedy(request)) s.backlog[request] = excess;
    this.#network.start(pod, SEND, request, excess, pace);
  }

  #written(pod: number, request: number): void {
    const s = this.state;
    this.#memory.add(pod, WRITE_BUFFER, -s.writing[request]!);
    s.writing[request] = 0;
    const pace = this.#requests.pace[request]!;
    const inPod = s.backlog[request]! - this.#buffers.outside;
    if (inPod > ROUNDING) this.#network.start(pod, SEND_KERNEL, request, inPod, pace);
    else this.#takeOutside(request);
    this.onWritten(pod, request);
  }

  #takeOutside(request: number): void {
    const s = this.state;
    if (s.backlog[request]! <= ROUNDING) {
      s.backlog[request] = 0;
      return;
    }
    const pace = this.#requests.pace[request]!;
    this.#network.touch(this.#outsideSite);
    this.#network.start(this.#outsideSite, SEND_OUTSIDE, request, s.backlog[request]!, pace);
  }

  /** Stops the flow of a request, if any; returns its backlog now [B]. */
  #stop(request: number): number {
    const s = this.state;
    if (!this.#network.isFlowing(request)) return s.backlog[request]!;
    if (this.#network.kindOf(request) === SEND_OUTSIDE) this.#network.touch(this.#outsideSite);
    s.backlog[request]! -= this.#network.stop(request);
    return s.backlog[request]!;
  }

  #grow(request: number): void {
    const s = this.state;
    const capacity = Math.max(request + 1, s.backlog.length * 2);
    for (const column of ['backlog', 'handed', 'writing'] as const) {
      const larger = new Float64Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
    const draining = new Uint8Array(capacity);
    draining.set(s.draining);
    s.draining = draining;
  }
}
