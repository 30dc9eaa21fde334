/** How a server is chosen: `balance` of the configuration manual, section 4.2. */
import { NOBODY } from '../kernel/linked-queue.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import { leastconn } from './leastconn.ts';
import type { HaproxyOptions } from './options.ts';
import { RoundRobin } from './round-robin.ts';
import type { Slots } from './slots.ts';
import { traitsOf } from './version.ts';

export interface Balance {
  /** A server of the replica, or NOBODY: all are full. `avoid` is taken if no other will do. */
  pick(replica: number, avoid: number): number;
  /**
   * Takes a waiting backend queue for a sign that all servers are full, so that nobody overtakes
   * it (backend.c, assign_server): all but leastconn and random do.
   */
  readonly yieldsToQueue: boolean;
  /** Plain run state, for snapshots. */
  readonly state: object;
}

export function createBalance(options: HaproxyOptions, slots: Slots, streams: Streams): Balance {
  switch (options.balance) {
    case 'leastconn': {
      const drawsTies = traitsOf(options.version).ties === 'random';
      const ties = drawsTies ? streams.get('haproxy/ties') : null;
      const pick = (replica: number, avoid: number) => leastconn(slots, replica, avoid, ties);
      return { pick, yieldsToQueue: false, state: {} };
    }
    case 'roundrobin': {
      const turns = new RoundRobin(slots);
      const pick = (replica: number, avoid: number) => turns.pick(replica, avoid);
      return { pick, yieldsToQueue: true, state: turns.state };
    }
    case 'first': {
      const pick = (replica: number, avoid: number) => firstFit(slots, replica, avoid);
      return { pick, yieldsToQueue: true, state: {} };
    }
    case 'random': {
      const draws = streams.get('haproxy/random');
      const pick = (replica: number, avoid: number) => betterOfTwo(slots, replica, avoid, draws);
      return { pick, yieldsToQueue: false, state: {} };
    }
  }
}

/** `balance first` (lb_fas.c): the first server in the order of the file that has a free slot. */
function firstFit(slots: Slots, replica: number, avoid: number): number {
  const first = replica * slots.perReplica;
  let avoided = NOBODY;
  for (let server = first; server < first + slots.perReplica; server++) {
    if (!slots.isUsable(server) || !slots.isOpen(server)) continue;
    if (server !== avoid) return server;
    avoided = server;
  }
  return avoided;
}

/**
 * `balance random(2)` (backend.c, get_server_rnd): of two servers drawn by weight, the one with
 * fewer requests for its weight. If that one is full the request queues, though others may not be.
 */
function betterOfTwo(slots: Slots, replica: number, avoid: number, draws: Stream): number {
  const { served } = slots.servers;
  const one = drawByWeight(slots, replica, avoid, draws);
  const other = drawByWeight(slots, replica, avoid, draws);
  if (one === NOBODY || other === NOBODY) return NOBODY;
  const isWorse =
    served[other]! * slots.effectiveWeight(one) > served[one]! * slots.effectiveWeight(other);
  const chosen = isWorse ? one : other;
  return slots.isOpen(chosen) ? chosen : NOBODY;
}

function drawByWeight(slots: Slots, replica: number, avoid: number, draws: Stream): number {
  const first = replica * slots.perReplica;
  const isAlone = slots.state.usable[replica]! <= 1;
  const weigh = (server: number) => {
    const isOut = !slots.isUsable(server) || (server === avoid && !isAlone);
    return isOut ? 0 : slots.effectiveWeight(server);
  };
  let total = 0;
  for (let server = first; server < first + slots.perReplica; server++) total += weigh(server);
  let left = draws.next() * total;
  let drawn = NOBODY;
  for (let server = first; server < first + slots.perReplica && left >= 0; server++) {
    const weight = weigh(server);
    if (weight === 0) continue;
    drawn = server;
    left -= weight;
  }
  return drawn;
}
