/**
 * What a pod does with a request, stage by stage: budget, reading, encryption, upload, service,
 * response. Which stages a body passes is its handler's path (profile.ts).
 */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Simulator } from '../kernel/simulator.ts';
import { NO_EVENT } from '../kernel/simulator.ts';
import type { Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Ending } from '../request/ending.ts';
import {
  AWAITS_POD,
  DELETE,
  GET,
  HEAD,
  type RequestTableState,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import type { Budget } from '../stations/budget.ts';
import type { BodyReader } from './body-reader.ts';
import type { ClientPause } from './client-pause.ts';
import type { EventLoop } from './event-loop.ts';
import type { PodMemory } from './memory.ts';
import { HANDLER, SEND } from './places.ts';
import type { Profile } from './profile.ts';
import type { Progress } from './progress.ts';
import { reservationOf } from './reservation.ts';
import type { ResponseSender } from './response-sender.ts';
import type { WarmConnections } from './warm-connections.ts';

export interface HandlingState {
  /** By request: bytes this request holds in its handler [B]. */
  held: Float64Array;
  /** By request: bytes of the part, or whole, in hand [B]. */
  part: Float64Array;
  /** By request: response bytes fetched, and handed to the transport, so far [B]. */
  fetched: Float64Array;
  handed: Float64Array;
  /** By request: ciphertext of the part handed over last, kept until the next one is here [B]. */
  ciphertext: Float64Array;
  /** By request: 1 while a decrypted part waits for the transport. */
  ready: Uint8Array;
  /** By request: handle of the end of its service. */
  service: Float64Array;
  /** By pod: uploads in parts under way, the most at once, and all since the process started. */
  uploads: Int32Array;
  mostUploads: Int32Array;
  uploadsBegun: Float64Array;
  /** By pod: requests that read their first part, or their body. */
  reading: Int32Array;
  /** By request: most requests that did so side by side with it, itself included. */
  overlap: Int32Array;
  /** By request: 1 while it holds budget, 2 while it waits for it. */
  budget: Uint8Array;
  /** By request: UNREAD, READS_FIRST (its first part, or its body) or READ_FIRST. */
  begun: Uint8Array;
  /** By request: NOT_BUSY, BLOCKS the event loop or CALLS the store, or waits to. */
  busy: Uint8Array;
}

const FLOATS = ['held', 'part', 'fetched', 'handed', 'ciphertext', 'service'] as const;

const NO_BUDGET = 0;
const HOLDS_BUDGET = 1;
const AWAITS_BUDGET = 2;

const UNREAD = 0;
const READS_FIRST = 1;
const READ_FIRST = 2;

const NOT_BUSY = 0;
const BLOCKS = 1;
const CALLS = 2;

export interface HandlingParts {
  readonly simulator: Simulator;
  readonly network: FlowNetwork;
  readonly memory: PodMemory;
  readonly limiter: Budget;
  readonly loop: EventLoop;
  readonly reader: BodyReader;
  readonly sender: ResponseSender;
  readonly pause: ClientPause;
  readonly progress: Progress;
  readonly warm: WarmConnections;
  readonly requests: RequestTableState;
  readonly profile: Profile;
  readonly partSize: number;
  /** What the event loop encrypts, and what it reads or writes, a second [B/s]. */
  readonly encryptRate: number;
  readonly readRate: number;
  readonly pods: number;
  /** Extra time in the handler, by pod [s]. */
  readonly service: readonly Sampler[];
  readonly services: Stream;
}

export class Handling {
  readonly state: HandlingState;
  /** Asks the store to take or give bytes for a request; `answered` follows. */
  onCall: (pod: number, request: number, bytes: number) => void = () => undefined;
  /** A request gives up its call to the store. */
  onCancel: (request: number) => void = () => undefined;
  /** The pod is through with a request. */
  onFinish: (pod: number, request: number, ending: Ending) => void = () => undefined;
  readonly #with: HandlingParts;
  readonly #served: number;

  constructor(parts: HandlingParts) {
    this.#with = parts;
    this.state = {
      held: new Float64Array(64),
      part: new Float64Array(64),
      fetched: new Float64Array(64),
      handed: new Float64Array(64),
      ciphertext: new Float64Array(64),
      ready: new Uint8Array(64),
      service: new Float64Array(64),
      uploads: new Int32Array(parts.pods),
      mostUploads: new Int32Array(parts.pods),
      uploadsBegun: new Float64Array(parts.pods),
      reading: new Int32Array(parts.pods),
      overlap: new Int32Array(64),
      budget: new Uint8Array(64),
      begun: new Uint8Array(64),
      busy: new Uint8Array(64),
    };
    const { simulator, limiter, loop, reader, sender, pause, requests } = parts;
    this.#served = simulator.on((request) => this.#serviceEnded(request));
    limiter.onGrant = (pod, request) => this.#granted(pod, request);
    limiter.onExpiry = (pod, request) => this.#refuse(pod, request);
    loop.onBegin = (pod, request) => this.#encryptionBegins(pod, request);
    loop.onEnd = (pod, request) => this.#encrypted(pod, request);
    reader.onGoal = (pod, request) => this.#bodyRead(pod, request);
    sender.onWritten = (pod, request) => this.#written(pod, request);
    sender.onDrained = (pod, request) => this.#finish(pod, request, 'ok');
    pause.onOver = (request) => this.#clientGoesOn(request);
    parts.network.onEnd = (request) => {
      const kind = parts.network.kindOf(request);
      const pod = requests.pod[request]!;
      if (kind >= SEND) sender.flowEnded(pod, request);
      else reader.flowEnded(pod, request);
    };
  }

  /** A request has reached a pod, which has been touched. */
  begin(pod: number, request: number): void {
    const { profile, limiter, reader, sender, pause, progress, warm, requests } = this.#with;
    const s = this.state;
    if (request >= s.held.length) this.#grow(request);
    s.held[request] = 0;
    s.part[request] = 0;
    s.fetched[request] = 0;
    s.handed[request] = 0;
    s.ciphertext[request] = 0;
    s.ready[request] = 0;
    s.service[request] = NO_EVENT;
    s.budget[request] = NO_BUDGET;
    s.begun[request] = UNREAD;
    s.busy[request] = NOT_BUSY;
    warm.take(pod, request, requests.keepsAlive[request] === 1);
    pause.open(request);
    progress.open(request);
    reader.open(request);
    sender.open(request);
    const sendsBody = profile.intake !== 'instant' && requests.bodyBytes[request]! > 0;
    progress.note(request, sendsBody ? UPLOADING : THINKING, AWAITS_POD);
    this.#hold(pod, request, profile.fixedBytes);
    if (!profile.limited) {
      this.#enter(pod, request);
      return;
    }
    const asked = reservationOf(requests.method[request]!, requests.bodyBytes[request]!);
    const admission = limiter.request(pod, request, asked);
    if (admission === 'refused') this.#refuse(pod, request);
    else if (admission === 'granted') this.#granted(pod, request);
    else {
      s.budget[request] = AWAITS_BUDGET;
      reader.park(pod, request);
    }
  }

  /** The store has answered the call of a request. */
  answered(request: number): void {
    const { profile, network, requests } = this.#with;
    const pod = requests.pod[request]!;
    this.state.busy[request] = NOT_BUSY;
    network.touch(pod);
    if (requests.method[request] === GET && profile.intake !== 'pass') {
      this.#fetchedPart(pod, request);
    } else if (profile.sleepsFirst) {
      this.#read(pod, request);
    } else if (profile.intake === 'parts' && !this.#isHandledWhole(request)) {
      this.#hold(pod, request, -this.state.part[request]!);
      this.#nextPart(pod, request);
    } else this.#serve(pod, request);
  }

  /**
   * The other end has closed the connection; the pod has been touched. Nothing cancels a handler but
   * its own next `receive`, which tells it: one that waits for bytes of the body ends at once, one
   * that is busy with a part goes on until it reads again, one that has the whole body (or a GET)
   * goes on until it answers. While it answers, starlette listens for the end of the connection and
   * cancels it (uvicorn, httptools_impl.py; starlette, responses.py).
   *
   * Seen on uvicorn 0.54: a handler that does not read leaves the kernel's buffer as it is.
   */
  abort(pod: number, request: number): void {
    const { reader } = this.#with;
    if (this.state.handed[request]! > 0) {
      this.#stopAnswering(pod, request);
      return;
    }
    reader.cut(request);
    if (!reader.isReading(request)) return;
    if (!reader.isIncomplete(request)) {
      // Its last byte came at this very instant, or is in the kernel.
      reader.resume(pod, request);
      return;
    }
    const short = reader.stopReading(request);
    const s = this.state;
    // What it has read of the part came through flows, and is its own to free.
    if (s.begun[request] !== UNREAD) s.held[request]! += s.part[request]! - short;
    this.#finish(pod, request, 'client_gave_up');
  }

  /** The pod died: nobody reads in it. */
  podDied(pod: number): void {
    const s = this.state;
    this.#with.warm.podDied(pod);
    s.reading[pod] = 0;
    s.uploads[pod] = 0;
    s.mostUploads[pod] = 0;
    s.uploadsBegun[pod] = 0;
  }

  /** The pod died under a request: its timers and calls must not come due. */
  abandon(request: number): void {
    this.#with.simulator.cancel(this.state.service[request]!);
    this.#with.sender.abandon(request);
    this.#with.pause.close(request);
  }

  #clientGoesOn(request: number): void {
    const { profile, network, requests, reader, sender } = this.#with;
    const pod = requests.pod[request]!;
    if (pod !== NOBODY) network.touch(pod);
    const reads = requests.method[request] === GET && profile.intake !== 'pass';
    if (reads) sender.resume(pod, request);
    else reader.resume(pod, request);
  }

  /** A blocking call that runs is heard to its end; all else of an answer stops at once. */
  #stopAnswering(pod: number, request: number): void {
    const { loop, sender } = this.#with;
    const busy = this.state.busy[request];
    sender.cut(pod, request);
    if (busy === BLOCKS && !loop.withdraw(pod, request)) return;
    if (busy === CALLS) this.onCancel(request);
    this.#finish(pod, request, 'client_gave_up');
  }

  #call(pod: number, request: number, bytes: number): void {
    this.state.busy[request] = CALLS;
    this.onCall(pod, request, bytes);
  }

  #block(pod: number, request: number, seconds: number): void {
    this.state.busy[request] = BLOCKS;
    this.#with.loop.block(pod, request, seconds);
  }

  #granted(pod: number, request: number): void {
    this.state.budget[request] = HOLDS_BUDGET;
    this.#with.network.touch(pod);
    this.#enter(pod, request);
  }

  #refuse(pod: number, request: number): void {
    this.state.budget[request] = NO_BUDGET;
    this.#with.network.touch(pod);
    this.#finish(pod, request, 'limiter_rejected');
  }

  /** The handler begins. */
  #enter(pod: number, request: number): void {
    const { profile, requests, reader, pause, progress } = this.#with;
    const method = requests.method[request]!;
    const body = requests.bodyBytes[request]!;
    const response = requests.responseBytes[request]!;
    if (profile.intake === 'instant') {
      pause.close(request);
      this.#hold(pod, request, body + response);
      this.#serve(pod, request);
    } else if (profile.intake === 'pass') {
      if (progress.isCut(request)) this.#finish(pod, request, 'client_gave_up');
      else reader.pass(pod, request, body + response);
    } else if (method === GET) this.#fetch(pod, request);
    else if (method === HEAD || method === DELETE) this.#call(pod, request, 0);
    else if (profile.sleepsFirst) {
      reader.park(pod, request);
      this.#call(pod, request, 0);
    } else this.#read(pod, request);
  }

  #read(pod: number, request: number): void {
    const { profile, requests, reader, progress, partSize } = this.#with;
    if (progress.isCut(request) && reader.findsClientGone(request)) {
      this.#finish(pod, request, 'client_gave_up');
      return;
    }
    const body = requests.bodyBytes[request]!;
    const already = reader.bytesRead(request);
    const goal = profile.intake === 'parts' ? Math.min(body, already + partSize) : body;
    this.state.part[request] = goal - already;
    if (this.state.begun[request] === UNREAD) this.#readingBegins(pod, request);
    reader.read(pod, request, goal);
  }

  #readingBegins(pod: number, request: number): void {
    const s = this.state;
    s.begun[request] = READS_FIRST;
    s.overlap[request] = ++s.reading[pod]!;
    if (this.#isHandledWhole(request)) return;
    const uploads = ++s.uploads[pod]!;
    s.mostUploads[pod] = Math.max(s.mostUploads[pod]!, uploads);
    this.#with.memory.uploadBegun(pod, ++s.uploadsBegun[pod]!, s.mostUploads[pod]!);
  }

  #bodyRead(pod: number, request: number): void {
    const { profile, reader } = this.#with;
    const s = this.state;
    const part = s.part[request]!;
    if (profile.intake === 'pass') {
      this.#call(pod, request, 0);
      return;
    }
    // The bytes came through flows: from here on they are the request's to hold.
    s.held[request]! += part;
    if (s.begun[request] === READS_FIRST) {
      s.begun[request] = READ_FIRST;
      s.overlap[request] = Math.max(s.overlap[request]!, s.reading[pod]!--);
    }
    if (!profile.encrypts) {
      this.#serve(pod, request);
      return;
    }
    // Joined: the chunks stay beside the whole where the allocator keeps their holes.
    if (this.#isHandledWhole(request)) {
      this.#holdCopies(pod, request, Math.max(1, this.#copies(request) - 1));
    } else reader.park(pod, request);
    this.#block(pod, request, part / this.#with.encryptRate);
  }

  #encryptionBegins(pod: number, request: number): void {
    const { requests } = this.#with;
    const part = this.state.part[request]!;
    if (requests.method[request] === GET) this.#hold(pod, request, part);
    else if (this.#isHandledWhole(request)) this.#holdCopies(pod, request, this.#copies(request));
    else this.#hold(pod, request, 2 * part);
  }

  #encrypted(pod: number, request: number): void {
    const { requests, sender, progress } = this.#with;
    const part = this.state.part[request]!;
    this.state.busy[request] = NOT_BUSY;
    if (requests.method[request] === GET) {
      if (progress.isCut(request)) this.#finish(pod, request, 'client_gave_up');
      else if (sender.isWriting(request)) this.state.ready[request] = 1;
      else this.#handOver(pod, request);
      return;
    }
    if (!this.#isHandledWhole(request)) this.#hold(pod, request, -2 * part);
    this.#call(pod, request, part);
  }

  #nextPart(pod: number, request: number): void {
    const { requests, reader } = this.#with;
    const isWhole = reader.bytesRead(request) >= requests.bodyBytes[request]!;
    if (isWhole) this.#serve(pod, request);
    else this.#read(pod, request);
  }

  #fetch(pod: number, request: number): void {
    const s = this.state;
    const left = this.#with.requests.responseBytes[request]! - s.fetched[request]!;
    s.part[request] = Math.min(left, this.#with.partSize);
    this.#call(pod, request, s.part[request]!);
  }

  /** A part of the object is here: its ciphertext takes the place of the one before. */
  #fetchedPart(pod: number, request: number): void {
    const s = this.state;
    const part = s.part[request]!;
    s.fetched[request]! += part;
    this.#hold(pod, request, part - s.ciphertext[request]!);
    s.ciphertext[request] = part;
    const { encryptRate, readRate } = this.#with;
    this.#block(pod, request, part / encryptRate + part / readRate);
  }

  /**
   * A part goes to the transport, and the next one is fetched meanwhile: uvicorn waits for a full
   * write buffer before it sends, not after. The last one ends the handler, budget and all.
   */
  #handOver(pod: number, request: number): void {
    const s = this.state;
    const part = s.part[request]!;
    s.handed[request]! += part;
    this.#hold(pod, request, -part);
    if (this.#isHandedOver(request)) {
      this.#hold(pod, request, -s.ciphertext[request]!);
      this.#giveBudgetBack(pod, request);
    } else this.#fetch(pod, request);
    this.#with.sender.hand(pod, request, part);
  }

  #isHandedOver(request: number): boolean {
    return this.state.handed[request]! >= this.#with.requests.responseBytes[request]!;
  }

  #written(pod: number, request: number): void {
    if (this.state.ready[request] === 1) {
      this.state.ready[request] = 0;
      this.#handOver(pod, request);
    } else if (this.#isHandedOver(request)) this.#with.sender.drain(pod, request);
  }

  #serve(pod: number, request: number): void {
    const { simulator, service, services } = this.#with;
    const duration = service[pod]!.sample(services);
    if (duration === 0) {
      this.#finish(pod, request, 'ok');
      return;
    }
    this.state.service[request] = simulator.schedule(
      simulator.now + duration,
      this.#served,
      request,
    );
  }

  #serviceEnded(request: number): void {
    const pod = this.#with.requests.pod[request]!;
    this.state.service[request] = NO_EVENT;
    this.#with.network.touch(pod);
    this.#finish(pod, request, 'ok');
  }

  #finish(pod: number, request: number, ending: Ending): void {
    const { reader, sender, pause, progress, requests, warm } = this.#with;
    const s = this.state;
    if (s.begun[request] === READS_FIRST) s.reading[pod]!--;
    if (s.begun[request] !== UNREAD && !this.#isHandledWhole(request)) s.uploads[pod]!--;
    reader.close(pod, request);
    if (progress.isCut(request)) sender.cut(pod, request);
    if (!sender.isTaking(request)) pause.close(request);
    if (ending === 'ok' && requests.keepsAlive[request] === 1 && !progress.isCut(request)) {
      warm.giveBack(pod, request, reader.bytesRead(request) > 0);
    }
    this.#hold(pod, request, -this.state.held[request]!);
    this.#giveBudgetBack(pod, request);
    this.onFinish(pod, request, ending);
  }

  #giveBudgetBack(pod: number, request: number): void {
    if (this.state.budget[request] !== HOLDS_BUDGET) return;
    this.state.budget[request] = NO_BUDGET;
    this.#with.limiter.release(pod, request);
  }

  /** Bodies that fit one part are read, encrypted and uploaded as they are. */
  #isHandledWhole(request: number): boolean {
    const { profile, requests, partSize } = this.#with;
    return profile.intake !== 'parts' || requests.bodyBytes[request]! <= partSize;
  }

  /**
   * Resident copies of a whole body from its encryption on: the body, its ciphertext, and what the
   * allocator keeps of the chunk list. Chunks of bodies that are read side by side lie interleaved
   * on the heap and stay; those of a body read alone, or of few chunks, are given back.
   */
  #copies(request: number): number {
    const { profile, requests } = this.#with;
    const { copies, holes, alone, chunky } = profile;
    const interleaved = 1 - alone / Math.max(1, this.state.overlap[request]!);
    const left = interleaved * Math.min(1, requests.bodyBytes[request]! / chunky);
    return copies - holes * (1 - left);
  }

  #holdCopies(pod: number, request: number, copies: number): void {
    this.#hold(pod, request, copies * this.state.part[request]! - this.state.held[request]!);
  }

  #hold(pod: number, request: number, bytes: number): void {
    this.state.held[request]! += bytes;
    this.#with.memory.add(pod, HANDLER, bytes);
  }

  #grow(request: number): void {
    const s = this.state;
    const capacity = Math.max(request + 1, s.held.length * 2);
    for (const column of FLOATS) {
      const larger = new Float64Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
    const overlap = new Int32Array(capacity);
    overlap.set(s.overlap);
    s.overlap = overlap;
    for (const column of ['ready', 'budget', 'begun', 'busy'] as const) {
      const larger = new Uint8Array(capacity);
      larger.set(s[column]);
      s[column] = larger;
    }
  }
}
