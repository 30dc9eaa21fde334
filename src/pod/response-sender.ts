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
import {
  AWAITS_CLIENT,
  AWAITS_POD,
  FLOWING,
  RESPONDING,
  type RequestTableState,
} from '../request/table.ts';
import type { ClientPause } from './client-pause.ts';
import { KERNEL_SEND, SEND, SEND_KERNEL, SEND_OUTSIDE, WRITE_BUFFER } from './places.ts';
import type { Progress } from './progress.ts';
import {
  type Buffers,
  DRAINED,
  DRAINING,
  NOTHING,
  ResponseBytes,
  type ResponseBytesState,
} from './response-bytes.ts';
import { ROUNDING } from './rounding.ts';

export interface ResponseSenderParts {
  readonly simulator: Simulator;
  readonly network: FlowNetwork;
  readonly requests: RequestTableState;
  readonly pause: ClientPause;
  readonly progress: Progress;
  readonly buffers: Buffers;
  /** Site of the network for flows that no pod has a part in. */
  readonly outsideSite: number;
}

export class ResponseSender {
  readonly state: ResponseBytesState;
  /** Called when the transport has written all it was handed. */
  onWritten: (pod: number, request: number) => void = () => undefined;
  /** Called when all has been handed over and has left the pod. */
  onDrained: (pod: number, request: number) => void = () => undefined;
  /** Called when the client has taken what was left outside after `onDrained`. */
  onTaken: (request: number) => void = () => undefined;
  readonly #with: ResponseSenderParts;
  readonly #bytes = new ResponseBytes();

  constructor(parts: ResponseSenderParts) {
    this.#with = parts;
    this.state = this.#bytes.state;
  }

  /** A request has come in: nothing of its response has been sent. */
  open(request: number): void {
    this.#bytes.open(request);
  }

  /** Whether the columns are long enough for this id. */
  hasRoomFor(request: number): boolean {
    return request < this.state.backlog.length;
  }

  /** Bytes the handler has handed over so far [B]. */
  bytesHanded(request: number): number {
    return this.state.handed[request]!;
  }

  /** Whether the transport still holds bytes, so that a handler has to wait. */
  isWriting(request: number): boolean {
    return this.state.writing[request]! > 0;
  }

  /** The handler hands over a part; `onWritten` follows. The pod must have been touched. */
  hand(pod: number, request: number, bytes: number): void {
    const s = this.state;
    const before = this.#stop(request);
    const backlog = before + bytes - this.#takenAtOnce(request, before, bytes);
    const reachesHaproxy = before < this.#with.buffers.outside || backlog < before + bytes;
    if (reachesHaproxy) this.#with.progress.moved(request);
    s.handed[request]! += bytes;
    s.backlog[request] = backlog;
    const { kernel, outside } = this.#with.buffers;
    this.#with.network.levels.add(
      pod,
      KERNEL_SEND,
      this.#inKernel(backlog) - this.#inKernel(before),
    );
    s.writing[request] = bytes;
    this.#with.network.levels.add(pod, WRITE_BUFFER, bytes);
    const excess = backlog - outside - kernel;
    if (excess > ROUNDING) this.#empty(pod, request, SEND, excess);
    else this.#written(pod, request);
  }

  /** All is handed over and written; `onDrained` follows, and `onTaken` if `isTaking` by then. */
  drain(pod: number, request: number): void {
    const s = this.state;
    s.draining[request] = DRAINING;
    if (s.backlog[request]! <= this.#with.buffers.outside + ROUNDING) this.#drained(pod, request);
  }

  /** Whether the client is still taking what is outside the pod, all having left it. */
  isTaking(request: number): boolean {
    const { draining, emptying } = this.state;
    return draining[request] !== 0 && emptying[request] === SEND_OUTSIDE;
  }

  /** The pod died, or the request is over: nothing of it flows any more. */
  abandon(request: number): void {
    if (request < this.state.backlog.length) this.#stop(request);
  }

  /** The client has left: what waits in the pod to be sent is freed. */
  cut(pod: number, request: number): void {
    const s = this.state;
    const backlog = this.#stop(request);
    this.#with.network.levels.add(pod, KERNEL_SEND, -this.#inKernel(backlog));
    this.#with.network.levels.add(pod, WRITE_BUFFER, -s.writing[request]!);
    s.backlog[request] = 0;
    s.writing[request] = 0;
  }

  /** The client goes on after a pause; the request may be outside its pod by now. */
  resume(pod: number, request: number): void {
    if (this.state.emptying[request] !== NOTHING) this.#goOn(pod, request);
  }

  /** The flow of a request towards its client has ended. */
  flowEnded(pod: number, request: number): void {
    this.#moved(pod, request, this.#with.network.flows.amountOf(request));
  }

  /** Begins to empty a buffer by so many bytes. */
  #empty(pod: number, request: number, kind: number, bytes: number): void {
    this.state.emptying[request] = kind;
    this.state.left[request] = bytes;
    this.#goOn(pod, request);
  }

  #goOn(pod: number, request: number): void {
    const { network, pause, progress, requests } = this.#with;
    const { emptying, left } = this.state;
    const kind = emptying[request]!;
    const allowance = pause.allowance(request, this.#bytes.taken(request));
    const bytes = Math.min(left[request]!, allowance);
    // What is outside the pod is out of HAProxy's hands too: it waits for more from the pod.
    const isOutside = kind === SEND_OUTSIDE;
    if (bytes <= ROUNDING) {
      pause.reached(request);
      progress.note(request, RESPONDING, isOutside ? AWAITS_POD : AWAITS_CLIENT);
      return;
    }
    const pace = requests.pace[request]!;
    if (network.isInstant(kind, pace)) {
      if (kind === SEND_KERNEL) network.levels.add(pod, KERNEL_SEND, -bytes);
      this.#moved(pod, request, bytes);
      return;
    }
    const site = isOutside ? this.#with.outsideSite : pod;
    network.touch(site);
    network.start(site, kind, request, bytes, pace);
    progress.note(request, RESPONDING, isOutside ? AWAITS_POD : FLOWING);
  }

  #moved(pod: number, request: number, bytes: number): void {
    const s = this.state;
    const kind = s.emptying[request]!;
    s.backlog[request]! -= bytes;
    s.left[request]! -= bytes;
    if (s.left[request]! > ROUNDING) {
      this.#goOn(pod, request);
      return;
    }
    s.emptying[request] = NOTHING;
    if (kind === SEND) {
      this.#written(pod, request);
    } else if (kind === SEND_KERNEL) {
      this.#takeOutside(pod, request);
      if (s.draining[request] === DRAINING) this.#drained(pod, request);
    } else if (s.draining[request] === DRAINED) this.onTaken(request);
    else this.#with.progress.note(request, RESPONDING, AWAITS_POD);
  }

  /** What a client takes of its backlog and the next part as they meet [B]. */
  #takenAtOnce(request: number, backlog: number, bytes: number): number {
    const { network, pause, requests, simulator } = this.#with;
    const { catchesUp, pace, sentAt } = requests;
    const taken = this.state.handed[request]! - backlog;
    const most = Math.min(backlog + bytes, pause.allowance(request, taken));
    // A client without a pace, on no link, takes any number of bytes.
    if (network.isInstant(SEND_KERNEL, pace[request]!)) return most;
    // Without a pace of its own a client has nothing to make up for: the link holds it up.
    if (catchesUp[request] === 0 || pace[request] === Number.POSITIVE_INFINITY) return 0;
    // One that catches up: its pace since it asked, less what it had.
    const owed = pace[request]! * (simulator.now - sentAt[request]!);
    return Math.min(most, Math.max(0, owed - taken));
  }

  #inKernel(backlog: number): number {
    const { kernel, outside } = this.#with.buffers;
    return Math.min(kernel, Math.max(0, backlog - outside));
  }

  #written(pod: number, request: number): void {
    const s = this.state;
    this.#with.network.levels.add(pod, WRITE_BUFFER, -s.writing[request]!);
    s.writing[request] = 0;
    const inPod = s.backlog[request]! - this.#with.buffers.outside;
    if (inPod > ROUNDING) this.#empty(pod, request, SEND_KERNEL, inPod);
    else this.#takeOutside(pod, request);
    this.onWritten(pod, request);
  }

  #drained(pod: number, request: number): void {
    this.state.draining[request] = DRAINED;
    this.onDrained(pod, request);
  }

  #takeOutside(pod: number, request: number): void {
    const s = this.state;
    const bytes = s.backlog[request]!;
    if (bytes > ROUNDING) {
      this.#empty(pod, request, SEND_OUTSIDE, bytes);
      return;
    }
    s.backlog[request] = 0;
    this.#with.progress.note(request, RESPONDING, AWAITS_POD);
  }

  /** Stops the flow of a request, if any; returns its backlog now [B]. */
  #stop(request: number): number {
    const s = this.state;
    const { network, outsideSite } = this.#with;
    const kind = s.emptying[request]!;
    s.emptying[request] = NOTHING;
    if (kind === NOTHING || !network.flows.isFlowing(request)) return s.backlog[request]!;
    if (kind === SEND_OUTSIDE) network.touch(outsideSite);
    s.backlog[request]! -= network.stop(request);
    return s.backlog[request]!;
  }
}
