/**
 * No HAProxy: each connection goes to a listening pod drawn at random, as behind a ClusterIP
 * Service, and to nobody if there is none. No cap and no queue.
 */
import type { Stream } from '../random/stream.ts';
import type { Ending } from '../request/ending.ts';
import type { Front } from './front.ts';

export class Direct implements Front {
  readonly state = {};
  onConnect: (request: number, pod: number) => boolean = () => false;
  onQueue: (request: number) => void = () => undefined;
  onRefuse: (request: number, ending: Ending) => void = () => undefined;
  onCut: (request: number) => void = () => undefined;
  isListening: (pod: number) => boolean = () => true;
  probe: (pod: number) => number = () => 0;
  readonly #pods: number;
  readonly #choices: Stream;

  constructor(pods: number, choices: Stream) {
    this.#pods = pods;
    this.#choices = choices;
  }

  arrive(request: number): void {
    const pod = this.#choose();
    if (pod < 0 || !this.onConnect(request, pod)) this.onRefuse(request, 'no_server');
  }

  finished(): boolean {
    return false;
  }

  progressed(): void {}

  stoodStill(): void {}

  clientLeft(request: number): void {
    this.onCut(request);
  }

  answered(): void {}

  podDied(): void {}

  queued(): number {
    return 0;
  }

  stalledForGood(): number {
    return 0;
  }

  heldSlots(): number {
    return 0;
  }

  #choose(): number {
    let listening = 0;
    for (let pod = 0; pod < this.#pods; pod++) if (this.isListening(pod)) listening++;
    if (listening === 0) return -1;
    let left = listening === 1 ? 0 : Math.floor(this.#choices.next() * listening);
    for (let pod = 0; ; pod++) {
      if (this.isListening(pod) && left-- === 0) return pod;
    }
  }
}
