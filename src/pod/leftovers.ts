/** What is left in pods after a run that has ended. */
import type { LinkedQueues } from '../kernel/linked-queue.ts';
import { PLACES } from './places.ts';
import type { PodParts } from './pod-parts.ts';

/** In words, null if nothing. @param inside the requests in each pod */
export function leftoversOf(parts: PodParts, inside: LinkedQueues): string | null {
  const { network, limiter, loop, options } = parts;
  const flows = network.active();
  if (flows > 0) return `${flows} flows`;
  for (let pod = 0; pod < options.replicas; pod++) {
    const requests = inside.length(pod);
    if (requests > 0) return `${requests} requests in pod ${pod}`;
    const budget = limiter.used(pod);
    if (budget !== 0) return `${budget} B of budget in pod ${pod}`;
    const waiting = limiter.waiting(pod);
    if (waiting > 0) return `${waiting} requests at the limiter of pod ${pod}`;
    const calls = loop.pending(pod);
    if (calls > 0) return `${calls} calls in the event loop of pod ${pod}`;
    for (let place = 0; place < PLACES; place++) {
      const bytes = network.levels.at(pod, place);
      if (bytes !== 0) return `${bytes} B at place ${place} of pod ${pod}`;
    }
  }
  return null;
}
