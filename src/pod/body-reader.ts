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
import { BodyBytes, type BodyBytesState, LEAVES, PASSES, READS } from './body-bytes.ts';
import { BodyMotion } from './body-motion.ts';
import { BodyProgress } from './body-progress.ts';
import type { ClientPause } from './client-pause.ts';
import { DRAIN, HANDLER, PARK_KERNEL, PARK_UNREAD, PASS, READ, UNREAD } from './places.ts';
import type { Progress } from './progress.ts';
import { ROUNDING } from './rounding.ts';

export interface BodyReaderParts {
  readonly network: FlowNetwork;
  readonly requests: RequestTableState;
  readonly pause: ClientPause;
  readonly progress: Progress;
  /** [B] */
  readonly uvicornBuffer: number;
  /** Room in the kernel's receive buffer of a request's connection [B]. */
  readonly kernelBuffer: (request: number) => number;
}

export class BodyReader {
  readonly state: BodyBytesState;
  /** Called when a request has read as much as it asked for. */
  onGoal: (pod: number, request: number) => void = () => undefined;
  readonly #with: BodyReaderParts;
  readonly #bytes: BodyBytes;
  readonly #progress: BodyProgress;
  readonly #motion: BodyMotion;

  constructor(parts: BodyReaderParts) {
    this.#with = parts;
    this.#bytes = new BodyBytes(parts.requests);
    this.#progress = new BodyProgress(parts, this.#bytes);
    this.#motion = new BodyMotion(parts, this.#bytes, this.#progress);
    this.state = this.#bytes.state;
  }

  /** A request has come in: nothing of its body has. */
  open(request: number): void {
    this.#bytes.open(request);
  }

  /** Bytes the handler has read [B]. */
  bytesRead(request: number): number {
    return this.state.read[request]!;
  }

  /** Whether the handler waits for bytes of the body. */
  isReading(request: number): boolean {
    return this.state.doing[request] !== LEAVES;
  }

  /** Whether the client has bytes of the body left to send. */
  isIncomplete(request: number): boolean {
    return this.#bytes.isIncomplete(request);
  }

  /** Nobody reads: the client fills the buffers. */
  park(pod: number, request: number): void {
    const s = this.state;
    s.doing[request] = LEAVES;
    this.#motion.stopParking(request);
    const sendable = this.#sendable(request);
    const bytes = Math.min(sendable, this.#with.uvicornBuffer - s.unread[request]!);
    if (bytes > ROUNDING) {
      this.#move(pod, request, PARK_UNREAD, bytes);
      return;
    }
    const room = this.#with.kernelBuffer(request) - s.kernel[request]!;
    const kernelBytes = Math.min(sendable, room);
    if (kernelBytes > ROUNDING) this.#move(pod, request, PARK_KERNEL, kernelBytes);
    else this.#wait(request, sendable);
  }

  /** The handler reads until it has `goal` bytes in all; they stay in its hands. */
  read(pod: number, request: number, goal: number): void {
    const s = this.state;
    this.#motion.stopParking(request);
    this.#with.pause.askForBody(request);
    // From uvicorn's buffer to the handler is a move within the heap.
    const buffered = Math.min(s.unread[request]!, goal - s.read[request]!);
    this.#with.network.levels.add(pod, UNREAD, -buffered);
    this.#with.network.levels.add(pod, HANDLER, buffered);
    s.unread[request]! -= buffered;
    s.read[request]! += buffered;
    s.goal[request] = goal;
    s.doing[request] = READS;
    this.#readOn(pod, request);
  }

  /** `bytes` pass through the handler without staying; `onGoal` follows. */
  pass(pod: number, request: number, bytes: number): void {
    this.#motion.stopParking(request);
    this.#with.pause.askForBody(request);
    this.#passParked(pod, request);
    this.state.goal[request] = bytes;
    this.state.doing[request] = PASSES;
    this.#passOn(pod, request);
  }

  /** The client goes on after a pause. */
  resume(pod: number, request: number): void {
    if (this.#with.network.flows.isFlowing(request)) return;
    const doing = this.state.doing[request];
    if (doing === PASSES) this.#passOn(pod, request);
    else if (doing === READS) this.#readOn(pod, request);
    else this.park(pod, request);
  }

  /** The client has left: it sends no more. What the buffers hold stays until it is read. */
  cut(request: number): void {
    const { network, pause } = this.#with;
    pause.close(request);
    if (!network.flows.isFlowing(request) || network.flows.kindOf(request) === DRAIN) return;
    this.#motion.stop(request);
    this.#wait(request, 0);
  }

  /** The handler stops reading before its goal; returns how far it was from it [B]. */
  stopReading(request: number): number {
    const { network } = this.#with;
    if (network.flows.isFlowing(request)) this.#motion.stop(request);
    this.state.doing[request] = LEAVES;
    return this.#bytes.missing(request);
  }

  /** The request leaves the pod: what of its body is still in buffers goes with it. */
  close(pod: number, request: number): void {
    this.#motion.stopParking(request);
    this.#motion.emptyBuffers(pod, request);
  }

  /** One of this request's flows has ended. */
  flowEnded(pod: number, request: number): void {
    const { network } = this.#with;
    const kind = network.flows.kindOf(request);
    this.#bytes.moved(request, kind, network.flows.amountOf(request));
    this.#goOn(pod, request, kind);
  }

  #goOn(pod: number, request: number, kind: number): void {
    if (kind === PARK_UNREAD || kind === PARK_KERNEL) this.park(pod, request);
    else if (kind === PASS) this.#passOn(pod, request);
    else this.#readOn(pod, request);
  }

  /** Bytes the client sends before it pauses [B]. */
  #sendable(request: number): number {
    const arrived = this.#bytes.arrived(request);
    const allowance = this.#with.pause.allowance(request, arrived);
    return Math.min(this.#bytes.unsentOf(request, arrived), allowance);
  }

  #readOn(pod: number, request: number): void {
    const s = this.state;
    const missing = this.#bytes.missing(request);
    if (missing <= ROUNDING) {
      s.doing[request] = LEAVES;
      if (!this.isIncomplete(request)) this.#progress.complete(request);
      this.onGoal(pod, request);
      return;
    }
    const sendable = this.#sendable(request);
    const fromClient = Math.min(missing, sendable);
    const fromKernel = Math.min(missing, s.kernel[request]!);
    const drainsFirst = fromKernel > ROUNDING && this.#motion.isHeldUp(request);
    if (fromClient > ROUNDING && !drainsFirst) this.#move(pod, request, READ, fromClient);
    else if (!this.isIncomplete(request)) {
      this.#move(pod, request, DRAIN, drainsFirst ? fromKernel : missing);
    } else if (fromKernel > ROUNDING) this.#move(pod, request, DRAIN, fromKernel);
    else this.#wait(request, sendable);
  }

  #passOn(pod: number, request: number): void {
    const s = this.state;
    const left = this.#bytes.missing(request);
    if (left <= ROUNDING) {
      s.doing[request] = LEAVES;
      this.#progress.passed(request);
      this.onGoal(pod, request);
      return;
    }
    const bytes = Math.min(left, this.#with.pause.allowance(request, s.read[request]!));
    if (bytes > ROUNDING) this.#move(pod, request, PASS, bytes);
    else this.#wait(request, bytes);
  }

  /** Nothing moves: the pod takes no more, or the client has nothing to send for now. */
  #wait(request: number, sendable: number): void {
    if (sendable <= ROUNDING && this.isIncomplete(request)) this.#with.pause.reached(request);
    this.#progress.waits(request);
  }

  /** What the buffers hold has come over the link before: it is passed on at once. */
  #passParked(pod: number, request: number): void {
    const s = this.state;
    this.#motion.emptyBuffers(pod, request);
    s.read[request]! += s.unread[request]! + s.kernel[request]!;
    s.unread[request] = 0;
    s.kernel[request] = 0;
  }

  #move(pod: number, request: number, kind: number, bytes: number): void {
    if (this.#motion.move(pod, request, kind, bytes)) this.#goOn(pod, request, kind);
  }
}
