/**
 * The path of a GET: an object is fetched part by part, decrypted and handed to the transport, with
 * one part on the way to the client while the next one is fetched.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { RequestTableState } from '../request/table.ts';
import type { Aborts } from './aborts.ts';
import type { Admission } from './admission.ts';
import type { Calls } from './calls.ts';
import type { HeldBytes } from './held-bytes.ts';
import type { ResponseSender } from './response-sender.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** Bytes of the part in hand [B]. */
  part: new Float64Array(capacity),
  /** Response bytes fetched so far [B]. */
  fetched: new Float64Array(capacity),
  /** Ciphertext of the part handed over last, kept until the next one is here [B]. */
  ciphertext: new Float64Array(capacity),
  /** 1 while a decrypted part waits for the transport. */
  ready: new Uint8Array(capacity),
});

export type DownloadsState = ReturnType<typeof columns>;

export interface DownloadsParts {
  readonly requests: RequestTableState;
  /** [B] */
  readonly partSize: number;
  /** What the event loop decrypts, and what it writes, a second [B/s]. */
  readonly encryptRate: number;
  readonly readRate: number;
  readonly sender: ResponseSender;
  readonly held: HeldBytes;
  readonly calls: Calls;
  readonly admission: Admission;
  readonly aborts: Aborts;
}

export class Downloads {
  readonly state: DownloadsState = createColumns(columns);
  readonly #with: DownloadsParts;

  constructor(parts: DownloadsParts) {
    this.#with = parts;
    parts.sender.onWritten = (pod, request) => this.#written(pod, request);
  }

  /** A request has come in: nothing of its response is here. */
  open(request: number): void {
    const s = this.state;
    if (request >= s.part.length) growColumns(s, columns, request);
    s.part[request] = 0;
    s.fetched[request] = 0;
    s.ciphertext[request] = 0;
    s.ready[request] = 0;
  }

  /** Asks the store for the next part. */
  fetch(pod: number, request: number): void {
    const s = this.state;
    const left = this.#with.requests.responseBytes[request]! - s.fetched[request]!;
    s.part[request] = Math.min(left, this.#with.partSize);
    this.#with.calls.call(pod, request, s.part[request]!);
  }

  /** A part of the object is here: its ciphertext takes the place of the one before. */
  answered(pod: number, request: number): void {
    const { held, calls, encryptRate, readRate } = this.#with;
    const s = this.state;
    const part = s.part[request]!;
    s.fetched[request]! += part;
    held.add(pod, request, part - s.ciphertext[request]!);
    s.ciphertext[request] = part;
    calls.block(pod, request, part / encryptRate + part / readRate);
  }

  decryptionBegins(pod: number, request: number): void {
    this.#with.held.add(pod, request, this.state.part[request]!);
  }

  decrypted(pod: number, request: number): void {
    const { aborts, sender } = this.#with;
    if (aborts.endsIfCut(pod, request)) return;
    if (sender.isWriting(request)) this.state.ready[request] = 1;
    else this.#handOver(pod, request);
  }

  /**
   * A part goes to the transport, and the next one is fetched meanwhile: uvicorn waits for a full
   * write buffer before it sends, not after. The last one ends the handler, budget and all.
   */
  #handOver(pod: number, request: number): void {
    const { sender, held, admission } = this.#with;
    const s = this.state;
    const part = s.part[request]!;
    held.add(pod, request, -part);
    if (this.#isWhole(request, sender.bytesHanded(request) + part)) {
      held.add(pod, request, -s.ciphertext[request]!);
      admission.giveBack(pod, request);
    } else this.fetch(pod, request);
    sender.hand(pod, request, part);
  }

  #written(pod: number, request: number): void {
    const { sender } = this.#with;
    if (this.state.ready[request] === 1) {
      this.state.ready[request] = 0;
      this.#handOver(pod, request);
    } else if (this.#isWhole(request, sender.bytesHanded(request))) sender.drain(pod, request);
  }

  #isWhole(request: number, bytes: number): boolean {
    return bytes >= this.#with.requests.responseBytes[request]!;
  }
}
