/** Single runs side by side: where the bytes are in each pod, who is in and who waits. */
import type { NamedTimeline } from '../sweep/results.ts';
import { count, readableBytes, readableDuration } from '../units/readable.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { crowdPanel, refusalPanel } from './crowd-panels.ts';
import { memoryPanel } from './flood-panels.ts';
import { type Scene, type Shared, sceneOf, sharedBy } from './flood-scene.ts';
import { UNCERTAIN_NOTE } from './memory-parts.ts';
import { frame } from './theme.ts';

/** @returns null where no run kept its timeline. */
export function oneFlood(timelines: readonly NamedTimeline[]): ChartSpec | null {
  const scenes = timelines.flatMap(sceneOf);
  if (scenes.length === 0) return null;
  const shared = sharedBy(scenes);
  const story = scenes.map(storyOf).join('; ');
  const title = story.charAt(0).toUpperCase() + story.slice(1);
  return frame(
    {
      title,
      subtitle: legend(scenes),
      description: `${title}. Memory by part over time above, requests in the pods and in the queue below.`,
    },
    scenes.length * (shared.width + 24) + 56,
    {
      spacing: 24,
      hconcat: scenes.map((scene, index) => ({
        spacing: 26,
        bounds: 'flush',
        vconcat: panelsOf(scene, shared, index === 0),
      })),
    },
  );
}

function panelsOf(scene: Scene, shared: Shared, first: boolean): Json[] {
  const memory = scene.pods.map((_, index) => memoryPanel(scene, index, shared, first));
  const crowd = crowdPanel(scene, shared, first);
  return shared.podIndexes.length > 0
    ? [...memory, crowd, refusalPanel(scene, shared, first)]
    : [...memory, crowd];
}

function isFleet({ pods }: Scene): boolean {
  return pods.length > 1;
}

function legend(scenes: readonly Scene[]): string {
  const several = scenes.some(isFleet);
  const left = scenes.some(({ timeline, pods }) => timeline.pods.length > pods.length);
  const others = scenes.some(({ pods }) => pods.some((pod) => pod.otherDeaths.length > 0));
  const which = left ? 'the pods with the highest peaks' : several ? 'each pod' : 'the pod';
  return [
    `Above: memory charged to ${which}, by what holds it; cross: OOM kill${others ? '; triangle: any other death (fault, probe, after the horizon)' : ''}.`,
    several
      ? 'Below: requests in the pods and waiting at HAProxy; 503s so far.'
      : 'Below: requests in the pod and waiting at HAProxy; ticks: 503s.',
    `One run, one seed. ${UNCERTAIN_NOTE}.`,
  ].join(' ');
}

function storyOf(scene: Scene): string {
  const { name, timeline, pods, peak, limit } = scene;
  const refused = timeline.refusedAt.length;
  const lost = isFleet(scene) && refused > 0 ? `, ${count(refused, '503')}` : '';
  const first = timeline.kills[0];
  if (first !== undefined) {
    const kills = timeline.kills.length;
    const again = kills > 1 ? `, ${count(kills, 'OOM kill')} in all` : '';
    const which = isFleet(scene) ? `pod ${first.podIndex} ` : '';
    return `${name}: ${which}OOMKilled after ${readableDuration(first.at)} with ${first.inFlight} in flight${again}${lost}`;
  }
  const [death] = pods
    .flatMap(({ podIndex, otherDeaths }) => otherDeaths.map((at) => ({ podIndex, at })))
    .sort((a, b) => a.at - b.at);
  const killed =
    death === undefined ? '' : `pod ${death.podIndex} killed at ${readableDuration(death.at)}, `;
  return `${name}: ${killed}${isFleet(scene) ? 'no OOM kill, ' : ''}peak ${readableBytes(peak)}${limit === null ? '' : ` of ${readableBytes(limit)}`}${lost}`;
}
