/**
 * No HAProxy: each connection goes to a listening pod drawn at random, as behind a ClusterIP
 * Service, and to nobody if there is none. No cap and no queue.
 */
import { SumTree, type SumTreeState } from '../kernel/sum-tree.ts';
import type { Stream } from '../random/stream.ts';
import type { Ending } from '../request/ending.ts';
import type { Front } from './front.ts';

export class Direct implements Front {
  /** By pod: 1 while it listens. */
  readonly state: SumTreeState;
  onConnect: (request: number, pod: number) => boolean = () => false;
  onQueue: (request: number) => void = () => undefined;
  onRefuse: (request: number, ending: Ending) => void = () => undefined;
  onCut: (request: number) => void = () => undefined;
  isListening: (pod: number) => boolean = () => true;
  probe: (pod: number) => number = () => 0;
  readonly #listening: SumTree;
  readonly #choices: Stream;

  constructor(pods: number, choices: Stream) {
    this.#listening = new SumTree(pods);
    this.#choices = choices;
    this.state = this.#listening.state;
    for (let pod = 0; pod < pods; pod++) this.#listening.set(pod, 1);
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

  readinessChanged(pod: number): void {
    this.#listening.set(pod, this.isListening(pod) ? 1 : 0);
  }

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
    const listening = this.#listening.total();
    if (listening === 0) return -1;
    return this.#listening.at(listening === 1 ? 0 : this.#choices.next() * listening);
  }
}
