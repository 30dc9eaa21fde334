/**
 * `balance leastconn` (lb_fwlc.c, fwlc_get_next_server): among the servers that are UP and not
 * full, the one with the fewest requests. The server to avoid is taken only if no other will do.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Stream } from '../random/stream.ts';
import type { ServerTable } from './server-table.ts';

/**
 * @param first index of the replica's first server in the table
 * @param count servers of the replica
 * @param maxconn slots of each server
 * @param avoid index of the server to avoid, or NOBODY
 * @param ties null: equal servers take turns, oldest first; else one is drawn
 * @returns an index into the table, or NOBODY when all are full
 */
export function leastconn(
  table: ServerTable,
  first: number,
  count: number,
  maxconn: number,
  avoid: number,
  ties: Stream | null,
): number {
  const { served, up, rank } = table;
  let best = NOBODY;
  let equals = 0;
  let avoided = NOBODY;
  for (let server = first; server < first + count; server++) {
    const load = served[server]!;
    if (up[server] === 0 || load >= maxconn) continue;
    if (server === avoid) {
      avoided = server;
      continue;
    }
    const lead = best === NOBODY ? -1 : load - served[best]!;
    if (lead < 0) {
      best = server;
      equals = 1;
    } else if (lead === 0) {
      equals++;
      if (ties === null && rank[server]! < rank[best]!) best = server;
    }
  }
  if (best === NOBODY) return avoided;
  if (ties === null || equals === 1) return best;
  return nthEqual(table, first, avoid, served[best]!, Math.floor(ties.next() * equals));
}

/** The n-th (from 0) server that is UP with exactly this load; it exists. */
function nthEqual(
  { served, up }: ServerTable,
  first: number,
  avoid: number,
  load: number,
  n: number,
): number {
  let left = n;
  for (let server = first; ; server++) {
    if (up[server] === 0 || served[server] !== load || server === avoid) continue;
    if (left-- === 0) return server;
  }
}
