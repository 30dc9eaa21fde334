/** What must hold at every instant of a run, whatever the model; `invariants.ts` has the rest. */
import type { Model } from '../config/config.ts';
import { Proxies } from '../haproxy/proxies.ts';
import type { Simulation } from '../simulation/simulation.ts';

/** Rounding in sums of rates, relative. */
const ROUNDING = 1e-9;

/** @returns breaches so far, in words: grows as the simulation runs */
export function watch(simulation: Simulation, model: Model): readonly string[] {
  const breaches: string[] = [];
  simulation.listen((pod, bytes) => {
    if (!(bytes >= 0)) breaches.push(`pod ${pod} holds ${bytes} B`);
  });
  const { front, pods } = simulation;
  const slots = front instanceof Proxies ? slotsWatch(front, model) : null;
  const mostInPod = mostRequestsInPod(model);
  simulation.watch(() => {
    const rate = pods.network.linkRate();
    if (rate > model.link.rate * (1 + ROUNDING)) breaches.push(`${rate} B/s over the link`);
    for (let pod = 0; pod < model.pod.replicas; pod++) {
      const inFlight = pods.inFlight(pod);
      if (inFlight > mostInPod) breaches.push(`pod ${pod} has ${inFlight} requests`);
    }
    slots?.(breaches);
  });
  return breaches;
}

/** Slots are held as promised, and none is free while a request waits that could have it. */
function slotsWatch(front: Proxies, { haproxy, pod }: Model): (breaches: string[]) => void {
  const { maxconn } = haproxy;
  const { servers, waiting } = front.state.backend;
  const mostSurplus = largestSurplus(haproxy);
  // Limits that move are looked at again only when something else happens at the server, and
  // `random` gives up where both its draws are full.
  const isWorkConserving =
    haproxy.minconn >= maxconn && haproxy.slowstart === 0 && haproxy.balance !== 'random';
  return (breaches) => {
    for (const [server, held] of servers.served.entries()) {
      const surplus = servers.surplus[server]!;
      if (held > maxconn || surplus > mostSurplus) {
        breaches.push(`server ${server} holds ${held} slots and ${surplus} more`);
      }
      const isUsable = servers.up[server] === 1 && servers.weight[server]! > 0;
      if (!isWorkConserving || !isUsable || held + surplus >= maxconn) continue;
      const replica = Math.floor(server / pod.replicas);
      if (waiting.queues.queues.length[replica]! > 0 || servers.queued[server]! > 0) {
        breaches.push(`server ${server} idles beside a queue`);
      }
    }
  };
}

/**
 * Before 3.2 a returning server may be handed as many again as it has slots (haproxy#2744), and more
 * where that can happen while it has some of those: at each step of slowstart, and on coming UP
 * without having died.
 */
function largestSurplus({ version, maxconn, slowstart, check, observe }: Model['haproxy']): number {
  if (version === '3.2') return 0;
  const isRepeated = slowstart > 0 || check.http || observe !== 'none';
  return isRepeated ? Number.POSITIVE_INFINITY : maxconn;
}

/** R x maxconn and the surplus; more only where HAProxy lets go of a pod's work. */
function mostRequestsInPod({ clients, haproxy }: Model): number {
  const { timeouts, onMarkedDown } = haproxy;
  const isCut =
    clients.some(({ patience }) => patience.law !== 'constant' || patience.value < Infinity) ||
    Math.min(timeouts.server, timeouts.client) < Infinity ||
    onMarkedDown === 'shutdown-sessions';
  if (!haproxy.enabled || isCut) return Number.POSITIVE_INFINITY;
  return haproxy.replicas * (haproxy.maxconn + largestSurplus(haproxy));
}
