import { describe, expect, it } from 'vitest';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import { Streams } from '../random/streams.ts';
import { LeastConn } from './leastconn.ts';
import { rig } from './proxies.fixture.ts';
import { createServerTable } from './server-table.ts';
import { type SlotOptions, Slots } from './slots.ts';
import { SlowStart } from './slow-start.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const UNLIMITED: SlotOptions = {
  maxconn: FOREVER,
  minconn: FOREVER,
  fullconn: 100,
  maxqueue: 0,
};

/** Slots of servers with so many requests each. */
function slotsWith(
  served: number[],
  options: Partial<SlotOptions> = {},
  { weights = [] as number[], replicas = 1 } = {},
) {
  const servers = createServerTable(served.length, 4, (server) => weights[server] ?? 1);
  const slowStart = new SlowStart(new Simulator(), servers, 0);
  const slots = new Slots(servers, replicas, { ...UNLIMITED, ...options }, slowStart);
  for (const [server, count] of served.entries()) {
    for (let i = 0; i < count; i++) slots.reserve(server);
  }
  return slots;
}

function leastconn(slots: Slots, replica: number, avoid: number, ties: Stream | null): number {
  const balance = new LeastConn(slots, ties);
  slots.tell(balance);
  return balance.pick(replica, avoid);
}

describe('keys', () => {
  it('1.1 is 0 for an idle server, else floor((requests + 1) x 4096 / (16 x weight))', () => {
    const { servers } = slotsWith([0, 0, 1, 1, 4, 4], {}, { weights: [1, 9, 1, 3, 1, 100] });
    expect([...servers.key]).toEqual([0, 0, 512, 170, 1280, 12]);
  });

  it('1.1 counts requests in the own queue of a server, not those of the backend', () => {
    const slots = slotsWith([2]);
    slots.servers.queued[0] = 3;
    slots.reposition(0);
    expect(slots.servers.key[0]).toBe(6 * 256);
    const { send, servers } = rig({ maxconn: 2 }, 1);
    send(9);
    expect(servers.key[0]).toBe(3 * 256);
  });

  it('1.1 takes servers of weight 0 and servers that are DOWN out of the choice', () => {
    const slots = slotsWith([0, 5, 7], {}, { weights: [0, 1, 1] });
    slots.setUp(1, false);
    expect(leastconn(slots, 0, NOBODY, null)).toBe(2);
    expect(slots.state.usable[0]).toBe(1);
  });

  it('1.2 counts slots from the choice of a server to the release, through pauses between tries', () => {
    const { send, deafen, run, servers, proxies } = rig({}, 1);
    deafen(0);
    send(2);
    run(1.5);
    expect(servers.served[0]).toBe(2);
    run(4);
    expect(proxies.heldSlots()).toBe(0);
  });
});

describe('the choice', () => {
  it('1.3 takes the smallest key', () => {
    expect(leastconn(slotsWith([3, 1, 2]), 0, NOBODY, null)).toBe(1);
  });

  it('1.3 takes more of a server with more weight: (3 + 1)/3 is less than (1 + 1)/1', () => {
    expect(leastconn(slotsWith([1, 3], {}, { weights: [1, 3] }), 0, NOBODY, null)).toBe(1);
  });

  it('1.3 passes over servers that are full, and finds nobody if all are', () => {
    const slots = slotsWith([2, 2, 1], { maxconn: 2 });
    expect(leastconn(slots, 0, NOBODY, null)).toBe(2);
    slots.reserve(2);
    expect(leastconn(slots, 0, NOBODY, null)).toBe(NOBODY);
  });

  it('1.3 returns the server to avoid only if no other will do', () => {
    expect(leastconn(slotsWith([0, 2, 2], { maxconn: 3 }), 0, 0, null)).not.toBe(0);
    expect(leastconn(slotsWith([0, 2, 2], { maxconn: 2 }), 0, 0, null)).toBe(0);
    expect(leastconn(slotsWith([2, 2, 2], { maxconn: 2 }), 0, 0, null)).toBe(NOBODY);
  });

  it('looks at the servers of its own replica alone', () => {
    expect(leastconn(slotsWith([0, 0, 5, 4], {}, { replicas: 2 }), 1, NOBODY, null)).toBe(3);
  });
});

describe('ties', () => {
  it('1.4 before 3.2 go in turns, from the order of the file: the longest unmoved first', () => {
    for (const version of ['2.6', '2.8', '3.0'] as const) {
      const { send, finish, log } = rig({ version }, 4);
      for (let i = 0; i < 6; i++) {
        send();
        finish(i % 4);
      }
      expect(log.filter((line) => line.includes('->'))).toEqual(
        [0, 1, 2, 3, 0, 1].map((pod, i) => `${i}->${pod}@0`),
      );
    }
  });

  it('1.4 before 3.2 put a server behind its equals when it takes or gives back a request', () => {
    const slots = slotsWith([1, 1, 1]);
    slots.reserve(0);
    slots.release(0);
    expect(leastconn(slots, 0, NOBODY, null)).toBe(1);
    slots.reserve(1);
    slots.release(1);
    expect(leastconn(slots, 0, NOBODY, null)).toBe(2);
  });

  it('1.5 since 3.2 are drawn, each server about equally often', () => {
    const slots = slotsWith([1, 1, 2, 1]);
    const ties = new Streams('seed').get('ties');
    const picks = [0, 0, 0, 0];
    const draws = 3000;
    for (let i = 0; i < draws; i++) picks[leastconn(slots, 0, NOBODY, ties)]!++;
    const fourErrors = 4 * Math.sqrt(draws * (1 / 3) * (2 / 3));
    expect(picks[2]).toBe(0);
    for (const server of [0, 1, 3]) {
      expect(Math.abs(picks[server]! - draws / 3)).toBeLessThan(fourErrors);
    }
  });
});
