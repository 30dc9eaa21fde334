/** Every balance by looking at all servers at each choice: what the quick ones must agree with. */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Stream } from '../random/stream.ts';
import type { HaproxyOptions } from './options.ts';
import type { Slots } from './slots.ts';

type Pick = (replica: number, avoid: number) => number;

/** @param draws what ties, or servers, are drawn with; null: equal servers take turns */
export function scannedBalance(
  balance: HaproxyOptions['balance'],
  slots: Slots,
  draws: Stream | null,
): Pick {
  const serversOf = (replica: number) =>
    Array.from({ length: slots.perReplica }, (_, server) => replica * slots.perReplica + server);
  const isOpen = (server: number) => slots.isUsable(server) && slots.isOpen(server);

  function leastconn(replica: number, avoid: number): number {
    const { key, rank, served, queued, keyed } = slots.servers;
    const servers = serversOf(replica);
    if (draws !== null && slots.bindsEarly) {
      for (const server of servers) {
        if (served[server]! + queued[server]! - keyed[server]! > 2) slots.reposition(server);
      }
    }
    const roomy = servers.filter((server) => slots.isUsable(server) && slots.hasRoom(server));
    const others = roomy.filter((server) => server !== avoid);
    if (others.length === 0) return roomy[0] ?? NOBODY;
    const least = Math.min(...others.map((server) => key[server]!));
    const equal = others.filter((server) => key[server] === least);
    if (draws === null) return equal.reduce((a, b) => (rank[b]! < rank[a]! ? b : a));
    return equal[equal.length === 1 ? 0 : Math.floor(draws.next() * equal.length)]!;
  }

  const turn = new Float64Array(slots.servers.up.length);
  const clock = new Float64Array(slots.servers.up.length / slots.perReplica);
  function roundrobin(replica: number, avoid: number): number {
    const open = serversOf(replica).filter(isOpen);
    const others = open.filter((server) => server !== avoid);
    for (const server of others) turn[server] = Math.max(turn[server]!, clock[replica]!);
    const chosen =
      others.length === 0
        ? (open[0] ?? NOBODY)
        : others.reduce((a, b) => (turn[b]! < turn[a]! ? b : a));
    if (chosen === NOBODY) return NOBODY;
    clock[replica] = Math.max(turn[chosen]!, clock[replica]!);
    turn[chosen] = clock[replica]! + 1 / slots.effectiveWeight(chosen);
    return chosen;
  }

  function first(replica: number, avoid: number): number {
    const open = serversOf(replica).filter(isOpen);
    return open.find((server) => server !== avoid) ?? open[0] ?? NOBODY;
  }

  function draw(replica: number, avoid: number): number {
    const isAlone = slots.state.usable[replica]! <= 1;
    const drawn = serversOf(replica).filter(
      (server) => slots.isUsable(server) && (server !== avoid || isAlone),
    );
    let total = 0;
    const upTo = drawn.map((server) => {
      total += slots.effectiveWeight(server);
      return total;
    });
    const point = draws!.next() * total;
    return drawn[upTo.findIndex((sum) => sum > point)] ?? NOBODY;
  }

  function random(replica: number, avoid: number): number {
    const { served } = slots.servers;
    const [one, other] = [draw(replica, avoid), draw(replica, avoid)];
    if (one === NOBODY || other === NOBODY) return NOBODY;
    const isWorse =
      served[other]! * slots.effectiveWeight(one) > served[one]! * slots.effectiveWeight(other);
    const chosen = isWorse ? one : other;
    return slots.isOpen(chosen) ? chosen : NOBODY;
  }

  return { leastconn, roundrobin, first, random }[balance];
}
