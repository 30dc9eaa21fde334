/**
 * What becomes of a request whose client has left. Nothing cancels a handler but its own next
 * `receive`, which tells it: one that waits for bytes of the body ends at once, one that is busy
 * with a part goes on until it reads again, one that has the whole body (or a GET) goes on until it
 * answers. While it answers, starlette listens for the end of the connection and cancels it
 * (uvicorn, httptools_impl.py; starlette, responses.py).
 *
 * Seen on uvicorn 0.54: a handler that does not read leaves the kernel's buffer as it is.
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import type { RequestTable } from '../request/table.ts';
import type { BodyReader } from './body-reader.ts';
import type { Calls } from './calls.ts';
import type { ClientPause } from './client-pause.ts';
import type { Progress } from './progress.ts';
import type { ResponseSender } from './response-sender.ts';
import { ROUNDING } from './rounding.ts';

/** uvicorn stops reading a connection with more than this unread [B] (uvicorn, flow_control.py). */
const HIGH_WATER = 64 * 1024;

export interface AbortsParts {
  readonly simulator: Simulator;
  readonly table: RequestTable;
  readonly network: FlowNetwork;
  readonly pause: ClientPause;
  readonly progress: Progress;
  readonly reader: BodyReader;
  readonly sender: ResponseSender;
  readonly calls: Calls;
}

export class Aborts {
  /** A handler was told in mid-read, so many bytes short of what it asked for [B]. */
  onCutShort: (request: number, missing: number) => void = () => undefined;
  /** A handler ends because its client has left. */
  onEnd: (pod: number, request: number) => void = () => undefined;
  readonly #with: AbortsParts;
  readonly #closed: number;

  constructor(parts: AbortsParts) {
    this.#with = parts;
    this.#closed = parts.simulator.on((request) => this.#close(request));
  }

  /**
   * The other side closes the connection of a request; nothing if there is none any more. The pod
   * learns of it at the end of this instant, as an event of its own: never while flows that end
   * together are still being told.
   */
  abort(request: number): void {
    const { simulator, table, progress, sender } = this.#with;
    const isHere = table.state.pod[request] !== NOBODY || sender.isTaking(request);
    if (!isHere || progress.isCut(request)) return;
    progress.cut(request);
    table.hold(request);
    simulator.schedule(simulator.now, this.#closed, request);
  }

  /**
   * Ends a handler that is about to read, if it is told instead that its client has left; true if
   * so. uvicorn sees the end of a connection only once it has read all before it, or while little
   * is unread.
   */
  endsBeforeReading(pod: number, request: number): boolean {
    const { table, progress, reader } = this.#with;
    if (!progress.isCut(request)) return false;
    const left = table.state.bodyBytes[request]! - reader.bytesRead(request);
    const isTold = reader.isIncomplete(request) || (left > ROUNDING && left <= HIGH_WATER);
    if (isTold) this.onEnd(pod, request);
    return isTold;
  }

  /** Ends a handler that is about to send, or to pass bytes on, if its client has left. */
  endsIfCut(pod: number, request: number): boolean {
    if (!this.#with.progress.isCut(request)) return false;
    this.onEnd(pod, request);
    return true;
  }

  #close(request: number): void {
    const { table, network, pause, progress, sender } = this.#with;
    const pod = table.state.pod[request]!;
    if (sender.isTaking(request)) {
      sender.abandon(request);
      pause.close(request);
      table.drop(request);
    } else if (pod !== NOBODY && progress.isCut(request)) {
      network.touch(pod);
      if (sender.bytesHanded(request) > 0) this.#stopAnswering(pod, request);
      else this.#stopReading(pod, request);
    }
    table.drop(request);
  }

  /** A blocking call that runs is heard to its end; all else of an answer stops at once. */
  #stopAnswering(pod: number, request: number): void {
    const { sender, calls } = this.#with;
    sender.cut(pod, request);
    if (calls.stop(pod, request)) this.onEnd(pod, request);
  }

  #stopReading(pod: number, request: number): void {
    const { reader } = this.#with;
    reader.cut(request);
    if (!reader.isReading(request)) return;
    if (!reader.isIncomplete(request)) {
      // Its last byte came at this very instant, or is in the kernel.
      reader.resume(pod, request);
      return;
    }
    this.onCutShort(request, reader.stopReading(request));
    this.onEnd(pod, request);
  }
}
