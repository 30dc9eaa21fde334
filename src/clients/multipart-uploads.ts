/**
 * Multipart uploads, as S3 clients send large objects: a POST creates the upload, PUTs bring the
 * parts, several at once, and a POST completes it (Amazon S3 User Guide, multipart upload).
 *
 * A request that fails for good fails its upload: nothing more is begun, what was begun runs its
 * course, its own retries included, and then the operation has ended (s3transfer tasks.py: a task
 * checks before it starts, not after).
 */
import type { Simulator } from '../kernel/simulator.ts';
import type { Ending } from '../request/ending.ts';
import { POST, PUT, type RequestTable } from '../request/table.ts';
import type { Manner } from './options.ts';

/** Amazon S3 User Guide, multipart upload limits; s3transfer doubles its parts to keep to it. */
const MOST_PARTS = 10_000;

/** An upload under way. */
interface Upload {
  /** Its creation, held in the table as the model of all its requests. */
  creation: number;
  bodyBytes: number;
  partSize: number;
  /** How many parts there are. */
  parts: number;
  /** Requests sent or due, the creation included; retries are not counted. */
  scheduled: number;
  /** Requests sent, the creation included; the next is part number `sent`, then the completion. */
  sent: number;
  /** Requests due or without their final answer. */
  open: number;
  /** Attempts so far, those at its creation included. */
  attempts: number;
  /** How the first request to fail for good ended; null while there is none. */
  failure: Ending | null;
}

/** How uploads reach the requests they are made of. */
export interface UploadPorts {
  /** Enters a further request like this one. */
  enterLike(request: number): number;
  send(request: number): void;
  /** The operation that a request belongs to is over. */
  ended(request: number, ending: Ending): void;
}

export class MultipartUploads {
  readonly state: { uploads: Upload[]; free: number[] } = { uploads: [], free: [] };
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #options: Manner['multipart'];
  readonly #ports: UploadPorts;
  readonly #next: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    options: Manner['multipart'],
    ports: UploadPorts,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#options = options;
    this.#ports = ports;
    this.#next = simulator.on((upload) => this.#sendNext(upload));
  }

  /** Whether a request is too large to go in one piece. */
  splits(request: number): boolean {
    const { method, bodyBytes } = this.#table.state;
    return method[request] === PUT && bodyBytes[request]! > this.#options.partSize;
  }

  /** Turns a large PUT into the creation of its upload. */
  begin(request: number): void {
    const s = this.#table.state;
    const bodyBytes = s.bodyBytes[request]!;
    let { partSize } = this.#options;
    while (bodyBytes > partSize * MOST_PARTS) partSize *= 2;
    const parts = Math.ceil(bodyBytes / partSize);
    const { uploads, free } = this.state;
    const upload = free.pop() ?? uploads.length;
    uploads[upload] = {
      creation: request,
      bodyBytes,
      partSize,
      parts,
      scheduled: 1,
      sent: 1,
      open: 1,
      attempts: 1,
      failure: null,
    };
    this.#table.hold(request);
    s.upload[request] = upload;
    s.method[request] = POST;
    s.bodyBytes[request] = 0;
    s.pace[request]! /= Math.min(parts, this.#options.concurrency);
  }

  /** Counts one more attempt of an upload; returns how many there were before. */
  countAttempt(upload: number): number {
    return this.state.uploads[upload]!.attempts++;
  }

  /** A request of an upload has its final answer. */
  answered(request: number, ending: Ending): void {
    const upload = this.#table.state.upload[request]!;
    const u = this.state.uploads[upload]!;
    u.open--;
    if (ending !== 'ok') u.failure ??= ending;
    if (u.failure === null) this.#scheduleMore(upload);
    if (u.open === 0) this.#end(upload);
  }

  /** As many parts as may be on the way at once; after the last of them, the completion. */
  #scheduleMore(upload: number): void {
    const u = this.state.uploads[upload]!;
    while (u.scheduled <= u.parts && u.open < this.#options.concurrency) this.#schedule(upload);
    if (u.scheduled === u.parts + 1 && u.open === 0) this.#schedule(upload);
  }

  /** By way of the calendar: parts that end at once must not pile up on the stack. */
  #schedule(upload: number): void {
    const u = this.state.uploads[upload]!;
    u.scheduled++;
    u.open++;
    this.#simulator.schedule(this.#simulator.now, this.#next, upload);
  }

  #sendNext(upload: number): void {
    const u = this.state.uploads[upload]!;
    if (u.failure !== null) {
      if (--u.open === 0) this.#end(upload);
      return;
    }
    const part = u.sent++;
    const request = this.#ports.enterLike(u.creation);
    const s = this.#table.state;
    if (part <= u.parts) {
      s.method[request] = PUT;
      s.bodyBytes[request] = Math.min(u.partSize, u.bodyBytes - (part - 1) * u.partSize);
    }
    this.#ports.send(request);
  }

  #end(upload: number): void {
    const { creation, failure } = this.state.uploads[upload]!;
    this.state.free.push(upload);
    this.#ports.ended(creation, failure ?? 'ok');
    this.#table.drop(creation);
  }
}
