/** Keeps the whole course of a run, for drawing it: levels at every bend, refusals and kills. */
import type { Kill, MemoryParts, PodTimeline, Timeline } from './observations.ts';

/** What one pod looks like at an instant. */
interface PodView {
  memoryBytes: number;
  parts: MemoryParts;
  inFlight: number;
}

export class TimelineRecorder {
  readonly #pods: PodTimeline[];
  readonly #queue: { at: number[]; length: number[] } = { at: [], length: [] };
  readonly #refusedAt: number[] = [];

  constructor(pods: number) {
    this.#pods = Array.from({ length: pods }, () => ({
      at: [],
      memoryBytes: [],
      parts: [],
      inFlight: [],
    }));
  }

  pod(at: number, pod: number, view: PodView): void {
    const series = this.#pods[pod]!;
    series.at.push(at);
    series.memoryBytes.push(view.memoryBytes);
    series.parts.push(view.parts);
    series.inFlight.push(view.inFlight);
  }

  queue(at: number, length: number): void {
    this.#queue.at.push(at);
    this.#queue.length.push(length);
  }

  refused(at: number): void {
    this.#refusedAt.push(at);
  }

  timeline(kills: readonly Kill[]): Timeline {
    return {
      pods: this.#pods,
      queue: this.#queue,
      refusedAt: this.#refusedAt,
      kills: [...kills],
    };
  }
}
