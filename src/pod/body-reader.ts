/**
 * How a body gets from the client to the handler. While nobody reads, the client runs ahead until
 * uvicorn's buffer and then the kernel's are full (back-pressure).
 *
 * While the handler reads, one of the two sides is the slower. A client with a pace of its own is:
 * the kernel's bytes are read first and stay away. A client without is not: it keeps the kernel's
 * buffer full to the end, so those bytes are read last, and the bytes in the pod are those the
 * client has sent at every instant.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import type { RequestTableState } from '../request/table.ts';
import type { PodMemory } from './memory.ts';
import {
  DRAIN,
  HANDLER,
  KERNEL_RECEIVE,
  PARK_KERNEL,
  PARK_UNREAD,
  PASS,
  READ,
  UNREAD,
} from './places.ts';

/** Less than this is a sum that did not come out even [B]. */
const ROUNDING = 1e-6;

export interface BodyReaderState {
  /** By request: bytes the handler has read [B]. */
  read: Float64Array;
  /** By request: bytes in uvicorn's buffer [B]. */
  unread: Float64Array;
  /** By request: bytes in the kernel's receive buffer [B]. */
  kernel: Float64Array;
  /** By request: bytes the handler wants to have read before it is told [B]. */
  goal: Float64Array;
}

export class BodyReader {
  readonly state: BodyReaderState;
  /** Called when a request has read as much as it asked for. */
  onGoal: (pod: number, request: number) => void = () => undefined;
  readonly #network: FlowNetwork;
  readonly #memory: PodMemory;
  readonly #requests: RequestTableState;
  readonly #uvicornBuffer: number;
  readonly #kernelBuffer: number;

  constructor(
    network: FlowNetwork,
    memory: PodMemory,
    requests: RequestTableState,
    buffers: { uvicornBuffer: number; kernelBuffer: number },
  ) {
    this.#network = network;
    this.#memory = memory;
    this.#requests = requests;
    this.#uvicornBuffer = buffers.uvicornBuffer;
    this.#kernelBuffer = buffers.kernelBuffer;
    this.state = {
      read: new Float64Array(64),
      unread: new Float64Array(64),
      kernel: new Float64Array(64),
      goal: new Float64Array(64),
    };
  }

  /** A request has come in: nothing of its body has. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.read.length) this.#grow(request);
    s.read[request] = 0;
    s.unread[request] = 0;
    s.kernel[request] = 0;
  }

  /** Bytes the handler has read [B]. */
  bytesRead(request: number): number {
    return this.state.read[request]!;
  }

  /** Nobody reads: the client fills the buffers. */
  park(pod: number, request: number): void {
    const s = this.state;
    this.#stopParking(request);
    const left = this.#unsent(request);
    const room = this.#uvicornBuffer - s.unread[request]!;
    const bytes = Math.min(left, room);
    if (bytes > ROUNDING) {
      this.#move(pod, request, PARK_UNREAD, bytes);
      return;
    }
    const kernelBytes = Math.min(left, this.#kernelBuffer - s.kernel[request]!);
    if (kernelBytes > ROUNDING) this.#move(pod, request, PARK_KERNEL, kernelBytes);
  }

  /** The handler reads until it has `goal` bytes in all; they stay in its hands. */
  read(pod: number, request: number, goal: number): void {
    const s = this.state;
    this.#stopParking(request);
    // From uvicorn's buffer to the handler is a move within the heap.
    const buffered = Math.min(s.unread[request]!, goal - s.read[request]!);
    this.#memory.add(pod, UNREAD, -buffered);
    this.#memory.add(pod, HANDLER, buffered);
    s.unread[request]! -= buffered;
    s.read[request]! += buffered;
    s.goal[request] = goal;
    this.#readOn(pod, request);
  }

  /** The request leaves the pod: what of its body is still in buffers goes with it. */
  close(pod: number, request: number): void {
    const s = this.state;
    this.#stopParking(request);
    this.#memory.add(pod, UNREAD, -s.unread[request]!);
    this.#memory.add(pod, KERNEL_RECEIVE, -s.kernel[request]!);
  }

  /** `bytes` pass through the handler without staying; `onGoal` follows. */
  pass(pod: number, request: number, bytes: number): void {
    this.#stopParking(request);
    this.state.goal[request] = 0;
    this.state.read[request] = 0;
    if (bytes > 0) this.#move(pod, request, PASS, bytes);
    else this.onGoal(pod, request);
  }

  /** One of this request's flows has ended. */
  flowEnded(pod: number, request: number): void {
    const kind = this.#network.kindOf(request);
    this.#account(request, kind, this.#network.amountOf(request));
    if (kind === PARK_UNREAD || kind === PARK_KERNEL) this.park(pod, request);
    else this.#readOn(pod, request);
  }

  /** Bytes of the body that the client has not sent yet [B]. */
  #unsent(request: number): number {
    const s = this.state;
    const arrived = s.read[request]! + s.unread[request]! + s.kernel[request]!;
    return this.#requests.bodyBytes[request]! - arrived;
  }

  #readOn(pod: number, request: number): void {
    const s = this.state;
    const missing = s.goal[request]! - s.read[request]!;
    if (missing <= ROUNDING) {
      this.onGoal(pod, request);
      return;
    }
    const fromClient = Math.min(missing, this.#unsent(request));
    const fromKernel = Math.min(missing, s.kernel[request]!);
    const isPaced = this.#requests.pace[request]! < Number.POSITIVE_INFINITY;
    const drainsFirst = isPaced && fromKernel > ROUNDING;
    if (fromClient > ROUNDING && !drainsFirst) this.#move(pod, request, READ, fromClient);
    else this.#move(pod, request, DRAIN, drainsFirst ? fromKernel : missing);
  }

  #move(pod: number, request: number, kind: number, bytes: number): void {
    const cap = kind === DRAIN ? Number.POSITIVE_INFINITY : this.#requests.pace[request]!;
    if (!this.#network.isInstant(kind, cap)) {
      this.#network.start(pod, kind, request, bytes, cap);
      return;
    }
    this.#account(request, kind, bytes);
    if (kind === PARK_UNREAD) this.#memory.add(pod, UNREAD, bytes);
    if (kind === PARK_KERNEL) this.#memory.add(pod, KERNEL_RECEIVE, bytes);
    if (kind === DRAIN) this.#memory.add(pod, KERNEL_RECEIVE, -bytes);
    if (kind === READ || kind === DRAIN) this.#memory.add(pod, HANDLER, bytes);
    if (kind === PARK_UNREAD || kind === PARK_KERNEL) this.park(pod, request);
    else this.#readOn(pod, request);
  }

  #stopParking(request: number): void {
    if (!this.#network.isFlowing(request)) return;
    const kind = this.#network.kindOf(request);
    if (kind !== PARK_UNREAD && kind !== PARK_KERNEL) return;
    this.#account(request, kind, this.#network.stop(request));
  }

  /** Books moved bytes on the request; the levels of the pod are the network's affair. */
  #account(request: number, kind: number, bytes: number): void {
    const s = this.state;
    if (kind === PARK_UNREAD) s.unread[request]! += bytes;
    if (kind === PARK_KERNEL) s.kernel[request]! += bytes;
    if (kind === DRAIN) s.kernel[request]! -= bytes;
    if (kind === READ || kind === DRAIN) s.read[request]! += bytes;
  }

  #grow(request: number): void {
    const s = this.state;
    const capacity = Math.max(request + 1, s.read.length * 2);
    for (const column of ['read', 'unread', 'kernel', 'goal'] as const) {
      const larger = new Float64Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
  }
}
