/**
 * The path of a body through its handler: read, encrypted, sent to the store; whole or part by part,
 * as the profile says.
 */
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { RequestTableState } from '../request/table.ts';
import type { Aborts } from './aborts.ts';
import type { BodyReader } from './body-reader.ts';
import type { Calls } from './calls.ts';
import type { Crowd } from './crowd.ts';
import type { HeldBytes } from './held-bytes.ts';
import { type Profile, residentCopies } from './profile.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** Bytes of the part, or whole, in hand [B]. */
  part: new Float64Array(capacity),
});

export type UploadsState = ReturnType<typeof columns>;

export interface UploadsParts {
  readonly requests: RequestTableState;
  readonly profile: Profile;
  /** [B] */
  readonly partSize: number;
  /** What the event loop encrypts a second [B/s]. */
  readonly encryptRate: number;
  readonly reader: BodyReader;
  readonly held: HeldBytes;
  readonly calls: Calls;
  readonly crowd: Crowd;
  readonly aborts: Aborts;
}

export class Uploads {
  readonly state: UploadsState = createColumns(columns);
  /** All that is to be done with a body is done. */
  onStored: (pod: number, request: number) => void = () => undefined;
  readonly #with: UploadsParts;

  constructor(parts: UploadsParts) {
    this.#with = parts;
  }

  /** A request has come in: nothing of its body is in hand. */
  open(request: number): void {
    if (request >= this.state.part.length) growColumns(this.state, columns, request);
    this.state.part[request] = 0;
    this.#with.crowd.open(request);
  }

  /** The handler begins. */
  begin(pod: number, request: number): void {
    const { profile, reader, calls } = this.#with;
    if (!profile.sleepsFirst) {
      this.#read(pod, request);
      return;
    }
    reader.park(pod, request);
    calls.call(pod, request, 0);
  }

  /** The body, or the part it asked for, has been read. */
  read(pod: number, request: number): void {
    const { profile, reader, held, calls, crowd, encryptRate } = this.#with;
    if (profile.intake === 'pass') {
      calls.call(pod, request, 0);
      return;
    }
    const part = this.state.part[request]!;
    held.takeOver(request, part);
    crowd.hasRead(pod, request);
    if (!profile.encrypts) {
      this.onStored(pod, request);
      return;
    }
    // Joined: the chunks stay beside the whole where the allocator keeps their holes.
    if (!this.#isInParts(request)) {
      held.set(pod, request, Math.max(1, this.#copies(request) - 1) * part);
    } else reader.park(pod, request);
    calls.block(pod, request, part / encryptRate);
  }

  encryptionBegins(pod: number, request: number): void {
    const { held } = this.#with;
    const part = this.state.part[request]!;
    if (this.#isInParts(request)) held.add(pod, request, 2 * part);
    else held.set(pod, request, this.#copies(request) * part);
  }

  encrypted(pod: number, request: number): void {
    const part = this.state.part[request]!;
    if (this.#isInParts(request)) this.#with.held.add(pod, request, -2 * part);
    this.#with.calls.call(pod, request, part);
  }

  /** The store has answered. */
  answered(pod: number, request: number): void {
    const { profile, requests, reader, held } = this.#with;
    if (profile.sleepsFirst) {
      this.#read(pod, request);
      return;
    }
    if (this.#isInParts(request)) {
      held.add(pod, request, -this.state.part[request]!);
      if (reader.bytesRead(request) < requests.bodyBytes[request]!) {
        this.#read(pod, request);
        return;
      }
    }
    this.onStored(pod, request);
  }

  /** The handler was told in mid-read, so many bytes short of its part, that its client has left. */
  cutShort(request: number, missing: number): void {
    const { held, crowd } = this.#with;
    // What it has read of the part came through flows, and is its own to free.
    if (crowd.hasBegun(request)) held.takeOver(request, this.state.part[request]! - missing);
  }

  /** The request leaves the pod. */
  close(pod: number, request: number): void {
    this.#with.crowd.leave(pod, request, this.#isInParts(request));
  }

  #read(pod: number, request: number): void {
    const { profile, requests, reader, crowd, aborts, partSize } = this.#with;
    if (aborts.endsBeforeReading(pod, request)) return;
    const body = requests.bodyBytes[request]!;
    const already = reader.bytesRead(request);
    const goal = profile.intake === 'parts' ? Math.min(body, already + partSize) : body;
    this.state.part[request] = goal - already;
    if (!crowd.hasBegun(request)) crowd.begin(pod, request, this.#isInParts(request));
    reader.read(pod, request, goal);
  }

  /** Bodies that fit one part are read, encrypted and uploaded as they are. */
  #isInParts(request: number): boolean {
    const { profile, requests, partSize } = this.#with;
    return profile.intake === 'parts' && requests.bodyBytes[request]! > partSize;
  }

  #copies(request: number): number {
    const { profile, requests, crowd } = this.#with;
    return residentCopies(profile, requests.bodyBytes[request]!, crowd.overlap(request));
  }
}
