/** How many requests a server holds, how many it may hold now, and its key for leastconn. */
import type { Replica, Server, World } from './world.fixture.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Slots in use: requests assigned to the server and not through yet. */
export function served({ requests }: World, server: Server): number {
  return requests.filter((each) => each.server === server && !each.extra).length;
}

/** Requests it was handed beyond its slots. */
export function surplus({ requests }: World, server: Server): number {
  return requests.filter((each) => each.server === server && each.extra).length;
}

export function isUsable({ up, weight }: Server): boolean {
  return up && weight > 0;
}

export function usable({ servers }: Replica): Server[] {
  return servers.filter(isUsable);
}

/** `maxconn`; with `minconn` it grows with the requests in the backend, up to `fullconn`. */
export function limitOf(world: World, server: Server): number {
  const { maxconn, minconn, fullconn, frontend, global } = world.model.haproxy;
  if (maxconn === NEVER) return maxconn;
  const accepted = Math.min(frontend.maxconn, global.maxconn);
  const full = fullconn === 'auto' ? Math.ceil(accepted / 10) : fullconn;
  const { requests } = world;
  const load = requests.filter((each) => each.inBackend && each.replica === server.replica).length;
  const isLower = minconn < maxconn && load < full;
  const limit = isLower ? Math.max(minconn, Math.floor((load * maxconn) / full)) : maxconn;
  if (isAtFullSpeed(world, server)) return limit;
  const percent = Math.floor((100 * elapsed(world, server)) / slowStartOf(world));
  return Math.max(1, Math.floor((limit * percent) / 100));
}

export function hasFreeSlot(world: World, server: Server): boolean {
  return served(world, server) < limitOf(world, server);
}

/** A free slot, and nobody of its own waiting for one. */
export function isOpen(world: World, server: Server): boolean {
  return server.queue.length === 0 && hasFreeSlot(world, server);
}

/** Not full, its own queue included. */
export function hasRoom(world: World, server: Server): boolean {
  return loadOf(world, server) < limitOf(world, server) + world.model.haproxy.maxqueue;
}

export function loadOf(world: World, server: Server): number {
  return served(world, server) + server.queue.length;
}

/** HAProxy keeps `slowstart` in whole seconds. */
export function slowStartOf({ model }: World): number {
  return Math.ceil(model.haproxy.slowstart);
}

/** Whole seconds of the clock since it came UP. */
function elapsed({ now }: World, { startedAt }: Server): number {
  return Math.floor(now) - Math.floor(startedAt);
}

function isAtFullSpeed(world: World, server: Server): boolean {
  return Number.isNaN(server.startedAt) || elapsed(world, server) >= slowStartOf(world);
}

/** 16 times the weight at full speed, from 1 time on during a slow start. */
export function weightInEffect(world: World, server: Server): number {
  if (isAtFullSpeed(world, server)) return 16 * server.weight;
  const duration = slowStartOf(world);
  return server.weight * Math.floor((16 * elapsed(world, server) + duration) / duration);
}

function keyOf(world: World, server: Server): number {
  if (!isUsable(server)) return NEVER;
  if (server.keyed === 0) return 0;
  return Math.floor(((server.keyed + 1) * 4096) / weightInEffect(world, server));
}

/** Puts a server where its load belongs, behind its equals. */
export function reposition(world: World, server: Server): void {
  server.keyed = loadOf(world, server);
  server.key = keyOf(world, server);
  server.moved = world.ranks++;
}

/** Its weight in effect has changed: it moves if that changes its key. */
export function refreshWeight(world: World, server: Server): void {
  if (keyOf(world, server) !== server.key) reposition(world, server);
}
