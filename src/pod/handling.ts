/**
 * A request's way through its pod: budget, the handler, service, response. Which stages the handler
 * has is its path (profile.ts): uploads.ts walks those of a body, downloads.ts those of an object,
 * and aborts.ts has what happens when the client leaves.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Ending } from '../request/ending.ts';
import { AWAITS_POD, DELETE, GET, HEAD, THINKING, UPLOADING } from '../request/table.ts';
import { Aborts } from './aborts.ts';
import { Admission, type AdmissionState } from './admission.ts';
import { Calls, type CallsState } from './calls.ts';
import { Crowd, type CrowdState } from './crowd.ts';
import { Downloads, type DownloadsState } from './downloads.ts';
import { HeldBytes, type HeldBytesState } from './held-bytes.ts';
import { SEND } from './places.ts';
import { coresOf } from './pod-network.ts';
import type { PodParts } from './pod-parts.ts';
import { Service, type ServiceState } from './service.ts';
import { Uploads, type UploadsState } from './uploads.ts';

export interface HandlingState {
  held: HeldBytesState;
  calls: CallsState;
  admission: AdmissionState;
  crowd: CrowdState;
  uploads: UploadsState;
  downloads: DownloadsState;
  service: ServiceState;
}

export class Handling {
  readonly state: HandlingState;
  readonly aborts: Aborts;
  /** Asks the store to take or give bytes for a request; `answered` follows. */
  onCall: (pod: number, request: number, bytes: number) => void = () => undefined;
  /** A request gives up its call to the store. */
  onCancel: (request: number) => void = () => undefined;
  /** The pod is through with a request. */
  onFinish: (pod: number, request: number, ending: Ending) => void = () => undefined;
  readonly #with: PodParts;
  readonly #held: HeldBytes;
  readonly #calls: Calls;
  readonly #admission: Admission;
  readonly #crowd: Crowd;
  readonly #uploads: Uploads;
  readonly #downloads: Downloads;
  readonly #service: Service;
  /** Whether bodies and responses are ever on their way, or waited for. */
  readonly #followsBytes: boolean;

  constructor(parts: PodParts) {
    const { simulator, table, network, memory, limiter, loop, options, profile } = parts;
    const { pause, progress, reader, sender, services } = parts;
    const requests = table.state;
    this.#with = parts;
    this.#followsBytes = profile.intake !== 'instant' || profile.limited;
    this.#held = new HeldBytes(network.levels);
    this.#calls = new Calls(loop);
    this.#admission = new Admission(limiter, network, requests, options.limiter);
    this.#crowd = new Crowd(options.replicas, memory.kept);
    const calls = this.#calls;
    this.aborts = new Aborts({
      simulator,
      table,
      network,
      pause,
      progress,
      reader,
      sender,
      calls,
    });
    // (Not `{ ...parts }`: V8 knows the shape of what was spread only after some runs, and every
    // function that has met another before is compiled anew.)
    const stages = {
      simulator,
      network,
      requests,
      options,
      profile,
      reader,
      sender,
      services,
      partSize: options.partSize,
      encryptRate: options.cpu.encrypt * coresOf(options),
      readRate: options.cpu.read * coresOf(options),
      held: this.#held,
      calls,
      admission: this.#admission,
      crowd: this.#crowd,
      aborts: this.aborts,
    };
    this.#uploads = new Uploads(stages);
    this.#downloads = new Downloads(stages);
    this.#service = new Service(stages);
    this.state = {
      held: this.#held.state,
      calls: this.#calls.state,
      admission: this.#admission.state,
      crowd: this.#crowd.state,
      uploads: this.#uploads.state,
      downloads: this.#downloads.state,
      service: this.#service.state,
    };
    this.#connect();
  }

  /** A request has reached a pod, which has been touched. */
  begin(pod: number, request: number): void {
    const { profile, table, reader, progress } = this.#with;
    this.#open(pod, request);
    const sendsBody = profile.intake !== 'instant' && table.state.bodyBytes[request]! > 0;
    progress.note(request, sendsBody ? UPLOADING : THINKING, AWAITS_POD);
    this.#held.add(pod, request, profile.fixedBytes);
    if (!profile.limited) this.#enter(pod, request);
    else if (this.#admission.hasToWait(pod, request)) reader.park(pod, request);
  }

  /** The store has answered the call of a request. */
  answered(request: number): void {
    const { network, table } = this.#with;
    const pod = table.state.pod[request]!;
    this.#calls.over(request);
    network.touch(pod);
    if (this.#isDownload(request)) this.#downloads.answered(pod, request);
    else this.#uploads.answered(pod, request);
  }

  /** Draws again the durations that are drawn and not over. */
  redraw(): void {
    this.#service.redraw();
  }

  podDied(pod: number): void {
    this.#with.warm.podDied(pod);
    this.#crowd.podDied(pod);
  }

  /** The pod died under a request: its timers and calls must not come due. */
  abandon(request: number): void {
    this.#service.abandon(request);
    this.#with.sender.abandon(request);
    this.#with.pause.close(request);
  }

  #connect(): void {
    const { table, network, loop, reader, sender, pause } = this.#with;
    this.#calls.onCall = (pod, request, bytes) => this.onCall(pod, request, bytes);
    this.#calls.onCancel = (request) => this.onCancel(request);
    this.#admission.onAdmit = (pod, request) => this.#enter(pod, request);
    this.#admission.onRefuse = (pod, request) => this.#finish(pod, request, 'limiter_rejected');
    this.#uploads.onStored = (pod, request) => this.#service.serve(pod, request);
    this.#service.onServed = (pod, request) => this.#finish(pod, request, 'ok');
    this.aborts.onCutShort = (request, missing) => this.#uploads.cutShort(request, missing);
    this.aborts.onEnd = (pod, request) => this.#finish(pod, request, 'client_gave_up');
    loop.onBegin = (pod, request) => {
      if (this.#isDownload(request)) this.#downloads.decryptionBegins(pod, request);
      else this.#uploads.encryptionBegins(pod, request);
    };
    loop.onEnd = (pod, request) => {
      this.#calls.over(request);
      if (this.#isDownload(request)) this.#downloads.decrypted(pod, request);
      else this.#uploads.encrypted(pod, request);
    };
    reader.onGoal = (pod, request) => this.#uploads.read(pod, request);
    sender.onDrained = (pod, request) => this.#finish(pod, request, 'ok');
    pause.onOver = (request) => this.#clientGoesOn(request);
    network.onEnd = (request) => {
      const pod = table.state.pod[request]!;
      if (network.flows.kindOf(request) >= SEND) sender.flowEnded(pod, request);
      else reader.flowEnded(pod, request);
    };
  }

  #open(pod: number, request: number): void {
    this.#held.open(request);
    this.#admission.open(request);
    this.#service.open(request);
    this.#with.progress.open(request);
    if (this.#followsBytes) this.#openBytes(pod, request);
    else if (!this.#with.sender.hasRoomFor(request)) {
      // Nobody writes to these columns, but whoever closes a connection looks at them.
      this.#openBytes(pod, request);
      this.#with.pause.close(request);
    }
  }

  #openBytes(pod: number, request: number): void {
    const { reader, sender, pause, warm, table } = this.#with;
    this.#calls.open(request);
    this.#uploads.open(request);
    this.#downloads.open(request);
    warm.take(pod, request, table.state.keepsAlive[request] === 1);
    pause.open(request);
    reader.open(request);
    sender.open(request);
  }

  /** The handler begins. */
  #enter(pod: number, request: number): void {
    const { profile, table, reader, pause } = this.#with;
    const { bodyBytes, responseBytes } = table.state;
    const method = table.state.method[request]!;
    const bytes = bodyBytes[request]! + responseBytes[request]!;
    if (profile.intake === 'instant') {
      if (this.#followsBytes) pause.close(request);
      this.#held.add(pod, request, bytes);
      this.#service.serve(pod, request);
    } else if (profile.intake === 'pass') {
      if (!this.aborts.endsIfCut(pod, request)) reader.pass(pod, request, bytes);
    } else if (method === GET) this.#downloads.fetch(pod, request);
    else if (method === HEAD || method === DELETE) this.#calls.call(pod, request, 0);
    else this.#uploads.begin(pod, request);
  }

  /** A GET whose response does not just pass through. */
  #isDownload(request: number): boolean {
    const { profile, table } = this.#with;
    return table.state.method[request] === GET && profile.intake !== 'pass';
  }

  #clientGoesOn(request: number): void {
    const { network, table, reader, sender } = this.#with;
    const pod = table.state.pod[request]!;
    if (pod !== NOBODY) network.touch(pod);
    if (this.#isDownload(request)) sender.resume(pod, request);
    else reader.resume(pod, request);
  }

  #finish(pod: number, request: number, ending: Ending): void {
    if (this.#followsBytes) this.#closeBytes(pod, request, ending);
    this.#held.free(pod, request);
    this.#admission.giveBack(pod, request);
    this.onFinish(pod, request, ending);
  }

  #closeBytes(pod: number, request: number, ending: Ending): void {
    const { reader, sender, pause, progress, table, warm } = this.#with;
    const isCut = progress.isCut(request);
    this.#uploads.close(pod, request);
    reader.close(pod, request);
    if (isCut) sender.cut(pod, request);
    if (!sender.isTaking(request)) pause.close(request);
    if (ending === 'ok' && table.state.keepsAlive[request] === 1 && !isCut) {
      warm.giveBack(pod, request, reader.bytesRead(request) > 0);
    }
  }
}
