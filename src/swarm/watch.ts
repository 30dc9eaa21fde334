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
  simulation.watch(() => {
    const rate = pods.network.linkRate();
    if (rate > model.link.rate * (1 + ROUNDING)) breaches.push(`${rate} B/s over the link`);
    if (front instanceof Proxies) watchSlots(front, model, breaches);
  });
  return breaches;
}

function watchSlots(front: Proxies, { haproxy, pod }: Model, breaches: string[]): void {
  const { maxconn } = haproxy;
  const { served, surplus, up } = front.state.servers;
  // Before 3.2 a returning server may be handed as many again; since, none (haproxy#2744).
  const mostSurplus = haproxy.version === '3.2' ? 0 : maxconn;
  for (const [server, held] of served.entries()) {
    if (held > maxconn || surplus[server]! > mostSurplus) {
      breaches.push(`server ${server} holds ${held} slots and ${surplus[server]} more`);
    }
    const replica = Math.floor(server / pod.replicas);
    const waiting = front.state.queue.queues.length[replica]!;
    if (waiting > 0 && up[server] === 1 && held + surplus[server]! < maxconn) {
      breaches.push(`server ${server} idles beside a queue`);
    }
  }
}
