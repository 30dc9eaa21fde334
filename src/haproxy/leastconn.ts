/**
 * `balance leastconn` (lb_fwlc.c, fwlc_get_next_server): among the servers that are not full, the
 * one with the smallest key. The server to avoid is taken only if no other will do.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Stream } from '../random/stream.ts';
import type { Slots } from './slots.ts';

/** Requests by which a key may lag behind since 3.2 before it is made anew. */
const STALENESS = 2;

/**
 * @param avoid index of the server to avoid, or NOBODY
 * @param ties null: equal servers take turns, oldest first; else one is drawn
 * @returns an index into the table, or NOBODY when all are full
 */
export function leastconn(
  slots: Slots,
  replica: number,
  avoid: number,
  ties: Stream | null,
): number {
  const open = slots.open(replica);
  if (open === null || avoid !== NOBODY) return lookAtAll(slots, replica, avoid, ties);
  if (open.least() === Number.POSITIVE_INFINITY) return NOBODY;
  const isTie = ties !== null && open.equals() > 1;
  const server = isTie ? open.nth(Math.floor(ties.next() * open.equals())) : open.winner();
  return replica * slots.perReplica + server;
}

/** The same, server by server. */
export function lookAtAll(
  slots: Slots,
  replica: number,
  avoid: number,
  ties: Stream | null,
): number {
  const { key, rank } = slots.servers;
  const mayLag = ties !== null && slots.bindsEarly;
  const first = replica * slots.perReplica;
  let best = NOBODY;
  let least = Number.MAX_VALUE;
  let equals = 0;
  for (let server = first; server < first + slots.perReplica; server++) {
    if (mayLag) refreshStale(slots, server);
    if (server === avoid || key[server]! > least || !slots.hasRoom(server)) continue;
    if (key[server]! < least) {
      best = server;
      least = key[server]!;
      equals = 1;
    } else {
      equals++;
      if (ties === null && rank[server]! < rank[best]!) best = server;
    }
  }
  if (best === NOBODY) return isEligible(slots, avoid) ? avoid : NOBODY;
  if (ties === null || equals === 1) return best;
  return nthEqual(slots, first, avoid, least, Math.floor(ties.next() * equals));
}

function isEligible(slots: Slots, server: number): boolean {
  return server !== NOBODY && slots.isUsable(server) && slots.hasRoom(server);
}

/** A request in a server's own queue does not move the server at once: its key lags behind. */
function refreshStale(slots: Slots, server: number): void {
  const { served, queued, keyed } = slots.servers;
  const load = served[server]! + queued[server]!;
  if (load - keyed[server]! > STALENESS) slots.reposition(server);
}

/** The n-th (from 0) server that has room and exactly this key; it exists. */
function nthEqual(slots: Slots, first: number, avoid: number, equal: number, n: number): number {
  let left = n;
  for (let server = first; ; server++) {
    if (slots.servers.key[server] !== equal || server === avoid) continue;
    if (slots.hasRoom(server) && left-- === 0) return server;
  }
}
