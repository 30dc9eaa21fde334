/** What the other end of a connection sees of its body on the way (progress.ts). */
import {
  AWAITS_CLIENT,
  AWAITS_POD,
  FLOWING,
  GET,
  RESPONDING,
  type RequestTableState,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import type { BodyBytes } from './body-bytes.ts';
import type { ClientPause } from './client-pause.ts';
import { DRAIN } from './places.ts';
import type { Progress } from './progress.ts';

export interface BodyProgressParts {
  readonly requests: RequestTableState;
  readonly pause: ClientPause;
  readonly progress: Progress;
}

export class BodyProgress {
  readonly #with: BodyProgressParts;
  readonly #bytes: BodyBytes;

  constructor(parts: BodyProgressParts, bytes: BodyBytes) {
    this.#with = parts;
    this.#bytes = bytes;
  }

  /** The pod has all that comes. */
  complete(request: number): void {
    this.#with.progress.note(request, THINKING, AWAITS_POD);
  }

  /** All of it has passed through. */
  passed(request: number): void {
    this.#with.progress.note(request, this.#passStage(request, THINKING), AWAITS_POD);
  }

  /** Nothing moves: the pod takes no more, or the client has nothing to send for now. */
  waits(request: number): void {
    if (!this.#bytes.isIncomplete(request)) {
      this.complete(request);
      return;
    }
    const { pause, progress } = this.#with;
    const waitsFor = pause.isStalled(request) ? AWAITS_CLIENT : AWAITS_POD;
    progress.note(request, this.#passStage(request, UPLOADING), waitsFor);
  }

  /** A flow of this kind has begun. */
  flows(request: number, kind: number): void {
    const { pause, progress } = this.#with;
    if (kind !== DRAIN) progress.note(request, this.#passStage(request, UPLOADING), FLOWING);
    else if (!this.#bytes.isIncomplete(request)) this.complete(request);
    else progress.note(request, UPLOADING, pause.isStalled(request) ? AWAITS_CLIENT : FLOWING);
  }

  /** What passes through for a GET is its response. */
  #passStage(request: number, otherwise: number): number {
    return this.#with.requests.method[request] === GET ? RESPONDING : otherwise;
  }
}
