/** Which server is next: leastconn, roundrobin, first, or the better of two drawn ones. */
import {
  hasRoom,
  isOpen,
  loadOf,
  reposition,
  served,
  usable,
  weightInEffect,
} from './slots.fixture.ts';
import type { Replica, Server, World } from './world.fixture.ts';

/** A server, or null: all are full. The server to avoid is taken if no other will do. */
export function choose(world: World, replica: Replica, avoid: Server | null): Server | null {
  const { balance } = world.model.haproxy;
  if (balance === 'leastconn') return leastconn(world, replica, avoid);
  if (balance === 'random') return betterOfTwo(world, replica, avoid);
  // Roundrobin and first take a queue for a sign that all are full.
  if (replica.queue.length > 0) return null;
  const open = usable(replica).filter((server) => isOpen(world, server));
  const others = open.filter((server) => server !== avoid);
  const candidates = others.length > 0 ? others : open;
  if (candidates.length === 0) return null;
  return balance === 'first' ? candidates[0]! : nextInTurn(world, replica, candidates, others);
}

/** Ties go to a random server since 3.2, and before to the one that was moved longest ago. */
function leastconn(world: World, replica: Replica, avoid: Server | null): Server | null {
  const { version, maxqueue } = world.model.haproxy;
  const isNew = version === '3.2';
  // Joining a server's own queue does not move it, so that its key lags; since 3.2 by 2 at most.
  for (const server of isNew && maxqueue > 0 ? replica.servers : []) {
    if (loadOf(world, server) - server.keyed > 2) reposition(world, server);
  }
  const open = usable(replica).filter((server) => hasRoom(world, server));
  const others = open.filter((server) => server !== avoid);
  if (others.length === 0) return open[0] ?? null;
  const least = Math.min(...others.map(({ key }) => key));
  const equals = others.filter(({ key }) => key === least);
  if (equals.length === 1) return equals[0]!;
  if (isNew) return equals[Math.floor(world.streams.get('haproxy/ties').next() * equals.length)]!;
  return equals.reduce((oldest, each) => (each.moved < oldest.moved ? each : oldest));
}

/**
 * Each server has a next turn, which comes the sooner the larger its weight; one that was full is
 * not owed the turns it missed. Choice of the first implementation: turns are counted only where a
 * server could be taken, and only the chosen one moves on.
 */
function nextInTurn(
  world: World,
  replica: Replica,
  candidates: Server[],
  others: Server[],
): Server {
  for (const server of others) server.turn = Math.max(server.turn, replica.turn);
  const next = candidates.reduce((first, each) => (each.turn < first.turn ? each : first));
  replica.turn = Math.max(next.turn, replica.turn);
  next.turn = replica.turn + 1 / weightInEffect(world, next);
  return next;
}

/** Of two drawn by weight, the one with fewer requests for its weight, if that has room. */
function betterOfTwo(world: World, replica: Replica, avoid: Server | null): Server | null {
  const all = usable(replica);
  const candidates = all.length > 1 ? all.filter((server) => server !== avoid) : all;
  const one = drawByWeight(world, candidates);
  const other = drawByWeight(world, candidates);
  const isWorse =
    served(world, other) * weightInEffect(world, one) >
    served(world, one) * weightInEffect(world, other);
  const better = isWorse ? one : other;
  return isOpen(world, better) ? better : null;
}

function drawByWeight(world: World, servers: Server[]): Server {
  const weights = servers.map((server) => weightInEffect(world, server));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = world.streams.get('haproxy/random').next() * total;
  for (const [i, server] of servers.entries()) {
    left -= weights[i]!;
    if (left < 0) return server;
  }
  return servers.at(-1)!;
}
