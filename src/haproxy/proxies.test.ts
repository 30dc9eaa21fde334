import { describe, expect, it } from 'vitest';
import { restore, snapshot } from '../kernel/snapshot.ts';
import type { Stream } from '../random/stream.ts';
import { Streams } from '../random/streams.ts';
import {
  AWAITS_CLIENT,
  AWAITS_POD,
  FLOWING,
  RESPONDING,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import type { PartialOptions } from './options.fixture.ts';
import { rig } from './proxies.fixture.ts';

const NONE = Number.POSITIVE_INFINITY;

/** Any settings; hostile ones included. */
function randomOptions(pick: <T>(...of: T[]) => T): PartialOptions {
  return {
    version: pick('2.6', '2.8', '3.0', '3.2'),
    replicas: pick(1, 1, 2),
    balance: pick('leastconn', 'leastconn', 'roundrobin', 'first', 'random'),
    weights: pick([], [{ pod: 0, weight: 0 }], [{ pod: 0, weight: 7 }]),
    maxconn: pick(1, 2, 5, NONE),
    minconn: pick(NONE, NONE, 1),
    fullconn: pick(1, 10),
    maxqueue: pick(0, 0, 1, 3),
    slowstart: pick(0, 0, 3),
    retries: pick(0, 1, 3),
    redispatch: pick<boolean | number>(false, true, 1, -2),
    retryOn: pick(['conn-failure'], ['all-retryable-errors'], []),
    abortonclose: pick<boolean | 'auto'>('auto', true),
    httpBufferRequest: pick(false, true),
    timeouts: {
      queue: pick(0.5, 5, NONE),
      connect: pick(0.1, 5, NONE),
      server: pick(1, NONE),
      client: pick(1, NONE),
      httpRequest: pick(1, NONE),
    },
    check: { enabled: pick(true, true, false), inter: 0.5, http: pick(false, true) },
    observe: pick('none', 'layer4', 'layer7'),
    errorLimit: pick(1, 3),
    onError: pick('fastinter', 'fail-check', 'sudden-death', 'mark-down'),
    onMarkedDown: pick('none', 'shutdown-sessions'),
    frontend: { maxconn: pick(NONE, NONE, 4), backlog: pick<number | 'auto'>('auto', 2) },
  };
}

/** One thing that happens to clients or pods, at random. */
function happen(parts: ReturnType<typeof rig>, pods: number, chance: Stream): void {
  const pick = <T>(...of: T[]): T => of[Math.floor(chance.next() * of.length)]!;
  const pod = Math.floor(chance.next() * pods);
  const request = parts.inside[pod]![0];
  const columns = {
    bodyBytes: pick(0, 100, 1e6),
    responseBytes: pick(0, 1e6),
    pace: pick(NONE, 1e4),
    stallAt: pick(NONE, NONE, 50),
    stallFor: pick(1, NONE),
  };
  const deeds = [
    () => parts.send(pick(1, 1, 3, 9), columns),
    () => parts.send(1, columns),
    () => request !== undefined && parts.finish(pod, pick('ok', 'ok', 'limiter_rejected')),
    () => request !== undefined && parts.finish(pod),
    () => parts.kill(pod),
    () => parts.revive(pod),
    () => parts.revive(pod),
    () =>
      request !== undefined &&
      parts.progress(
        request,
        pick(UPLOADING, THINKING, RESPONDING),
        pick(FLOWING, AWAITS_POD, AWAITS_CLIENT),
      ),
    () => parts.waiting().slice(0, 1).forEach(parts.leave),
    () => parts.run(parts.simulator.now + pick(0.001, 0.3, 2)),
  ];
  pick(...deeds)();
}

/** Lets everything end: all pods serve, all clients wait or have gone. */
function windUp(parts: ReturnType<typeof rig>, pods: number): void {
  for (let pod = 0; pod < pods; pod++) parts.revive(pod);
  for (let round = 0; round < 400 && parts.live() > 0; round++) {
    for (let pod = 0; pod < pods; pod++) {
      while (parts.inside[pod]!.length > 0) parts.finish(pod);
    }
    parts.run(parts.simulator.now + 1);
    if (round === 200) for (const request of parts.waiting()) parts.leave(request);
  }
}

describe('whatever happens to clients and pods', () => {
  it('each request ends once, nothing is left behind, and 3.2 keeps to maxconn', () => {
    for (let seed = 0; seed < 400; seed++) {
      const chance = new Streams(`${seed}`).get('deeds');
      const pick = <T>(...of: T[]): T => of[Math.floor(chance.next() * of.length)]!;
      const options = randomOptions(pick);
      const pods = pick(1, 2, 3);
      const parts = rig(options, pods, `${seed}`);
      const say = `seed ${seed}: ${JSON.stringify(options)}`;
      for (let step = 0; step < 80; step++) {
        happen(parts, pods, chance);
        for (const [server, served] of parts.servers.served.entries()) {
          expect(served, say).toBeLessThanOrEqual(options.maxconn!);
          expect(served, say).toBeGreaterThanOrEqual(0);
          const surplus = parts.servers.surplus[server]!;
          expect(surplus === 0 || (surplus > 0 && options.version !== '3.2'), say).toBe(true);
        }
      }
      windUp(parts, pods);
      const ends = parts.log.filter((line) => /^\d+ (?!cut)/.test(line));
      const ended = ends.map((line) => line.split(' ')[0]);
      expect(new Set(ended).size, say).toBe(ended.length);
      // With random, or a limit that grew, requests may wait beside free slots until a release.
      expect(parts.proxies.queued() + parts.live() + parts.proxies.heldSlots(), say).toBe(0);
    }
  });
});

describe('a snapshot', () => {
  it('goes on exactly as the original, with requests in every phase', () => {
    const parts = rig(
      {
        version: '2.6',
        maxconn: 2,
        maxqueue: 1,
        slowstart: 5,
        timeouts: { queue: 3, server: 4, client: 4 },
        frontend: { maxconn: 12 },
      },
      2,
    );
    parts.send(9);
    parts.deafen(0);
    parts.kill(0);
    parts.send(5, { bodyBytes: 100, stallAt: 10, stallFor: 100 });
    parts.run(0.5);
    const saved = snapshot({ proxies: parts.proxies.state, simulator: parts.simulator.state });
    const table = snapshot(parts.table.state);
    const before = parts.log.length;
    const goOn = () => {
      parts.run(20);
      return parts.log.splice(before);
    };
    const first = goOn();
    restore({ proxies: parts.proxies.state, simulator: parts.simulator.state }, saved);
    restore(parts.table.state, table);
    expect(first.length).toBeGreaterThan(5);
    expect(goOn()).toEqual(first);
  });
});
