/** One run, or two side by side: where the bytes are, who is in and who waits. */
import type { NamedTimeline } from '../sweep/results.ts';
import { count, readableBytes, readableDuration, toMiB } from '../units/readable.ts';
import type { ChartSpec } from './chart-spec.ts';
import { crowdPanel, memoryPanel, type Scene, type Shared } from './flood-panels.ts';
import { frame } from './theme.ts';

/** @returns null where no run kept its timeline. */
export function oneFlood(timelines: readonly NamedTimeline[]): ChartSpec | null {
  const scenes = timelines.flatMap(sceneOf);
  if (scenes.length === 0) return null;
  const ends = scenes.flatMap(({ timeline, pod }) => [last(pod.at), last(timeline.queue.at)]);
  const shared: Shared = {
    time: Math.max(...ends),
    memory: 1.12 * toMiB(Math.max(...scenes.flatMap(({ peak, limit }) => [peak, limit ?? 0]))),
    requests: Math.max(1, ...scenes.flatMap(busiest)),
    width: Math.floor(820 / Math.max(1.35, scenes.length)),
  };
  const story = scenes.map(storyOf).join('; ');
  const title = story.charAt(0).toUpperCase() + story.slice(1);
  const several = scenes.some((scene) => scene.timeline.pods.length > 1);
  return frame(
    {
      title,
      subtitle: `Above: memory charged to ${several ? 'the pod with the highest peak' : 'the pod'}, by what holds it; cross: OOM kill. Below: requests in ${several ? 'that' : 'the'} pod and waiting at HAProxy; ticks: 503s. One run, one seed.`,
      description: `${title}. Memory by part over time above, requests in the pod and in the queue below.`,
    },
    scenes.length * (shared.width + 24) + 56,
    {
      spacing: 24,
      hconcat: scenes.map((scene, index) => ({
        spacing: 26,
        bounds: 'flush',
        vconcat: [memoryPanel(scene, shared, index === 0), crowdPanel(scene, shared, index === 0)],
      })),
    },
  );
}

function sceneOf({ name, memoryLimitBytes, observations }: NamedTimeline): Scene[] {
  const { timeline, peakMemoryBytes } = observations;
  if (timeline === null || timeline.pods.length === 0) return [];
  const peak = Math.max(...peakMemoryBytes);
  const podIndex = peakMemoryBytes.indexOf(peak);
  const pod = timeline.pods[podIndex];
  if (pod === undefined || pod.at.length === 0) return [];
  return [{ name, limit: memoryLimitBytes, timeline, pod, podIndex, peak }];
}

function storyOf({ name, timeline, peak, limit }: Scene): string {
  const first = timeline.kills[0];
  if (first !== undefined) {
    const again =
      timeline.kills.length > 1 ? `, ${count(timeline.kills.length, 'OOM kill')} in all` : '';
    return `${name}: OOMKilled after ${readableDuration(first.at)} with ${first.inFlight} in flight${again}`;
  }
  return `${name}: peak ${readableBytes(peak)}${limit === null ? '' : ` of ${readableBytes(limit)}`}`;
}

function busiest({ timeline, pod }: Scene): number[] {
  return [highest(pod.inFlight), highest(timeline.queue.length)];
}

/** Not Math.max(...): a long run has more samples than a call takes arguments. */
function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function last(values: readonly number[]): number {
  return values[values.length - 1] ?? 0;
}
