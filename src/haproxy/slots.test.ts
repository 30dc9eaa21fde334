import { describe, expect, it } from 'vitest';
import { RESPONDING, THINKING } from '../request/table.ts';
import { rig } from './proxies.fixture.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const assigned = (log: readonly string[]) => log.filter((line) => line.includes('->'));

describe('the limit of a server', () => {
  it('2.1 is maxconn where minconn is unset, and none where maxconn is unset too', () => {
    const limited = rig({ maxconn: 2 }, 1);
    limited.send(5);
    expect(limited.inside[0]).toHaveLength(2);
    const unlimited = rig({}, 1);
    unlimited.send(500);
    expect(unlimited.inside[0]).toHaveLength(500);
  });

  it('2.1 below fullconn is max(minconn, floor(requests inside x maxconn / fullconn))', () => {
    const { send, inside } = rig({ maxconn: 10, minconn: 2, fullconn: 20 }, 1);
    const held = [1, 2, 3, 4, 5, 6, 7, 8].map(() => {
      send(1);
      return inside[0]!.length;
    });
    // A newcomer counts itself: the sixth finds floor(6 x 10 / 20) = 3 slots, of which 2 are taken.
    expect(held).toEqual([1, 2, 2, 2, 2, 3, 3, 4]);
  });

  it('2.1 is maxconn from fullconn on, waiting requests included in the count', () => {
    const { send, finish, inside, proxies } = rig({ maxconn: 3, minconn: 1, fullconn: 9 }, 1);
    send(9);
    expect(inside[0]!.length + proxies.queued()).toBe(9);
    finish(0);
    expect(inside[0]).toHaveLength(2);
    send(1);
    expect(inside[0]).toHaveLength(3);
  });

  it('2.1 has a fullconn of a tenth of the maxconn of the frontend, rounded up, by default', () => {
    const { send, inside } = rig({ maxconn: 10, minconn: 1, frontend: { maxconn: 195 } }, 1);
    send(19);
    expect(inside[0]!.length).toBeLessThan(10);
    send(1);
    // 20 requests are fullconn; they only look at their own chance as they come.
    expect(inside[0]!.length).toBe(10);
  });

  it('2.1 is not looked at between arrivals, releases and steps of a slow start', () => {
    const { send, inside, run } = rig({ maxconn: 8, minconn: 1, fullconn: 8 }, 2);
    send(4);
    const before = inside.map((requests) => requests.length);
    run(20);
    expect(inside.map((requests) => requests.length)).toEqual(before);
  });
});

describe('where a request waits', () => {
  it('2.2 nowhere while some server is not full: it gets a slot at once', () => {
    const { send, log, proxies } = rig({ maxconn: 2, version: '2.6' }, 2);
    send(4);
    expect(log).toEqual(['0->0@0', '1->1@0', '2->0@0', '3->1@0']);
    expect(proxies.queued()).toBe(0);
  });

  it('2.2 in the backend queue when all servers are full', () => {
    const { send, proxies, servers } = rig({ maxconn: 2 }, 2);
    send(6);
    expect(proxies.queued()).toBe(2);
    expect([...servers.queued]).toEqual([0, 0]);
    expect(proxies.heldSlots()).toBe(4);
  });

  it('2.2 nowhere without a server: 503 SC at once', () => {
    const { kill, run, send, log } = rig({}, 1);
    kill(0);
    run(6.5);
    send(1);
    expect(log).toEqual(['0 no_server SC@6.5']);
  });

  it('2.2 not at a server whose own queue is full: 503 SQ, where a limit has grown', () => {
    const options = { maxconn: 4, minconn: 1, fullconn: 8, maxqueue: 1 };
    const { send, log } = rig(options, 1);
    // One holds a slot, one waits bound, two unbound; then the limit is 2.
    send(4);
    expect(log.slice(1)).toEqual(['3 no_server SQ@0']);
  });

  it('2.5 without an end: the backend queue has no limit of its own', () => {
    const { send, proxies } = rig({ maxconn: 1 }, 1);
    send(5000);
    expect(proxies.queued()).toBe(4999);
  });
});

describe('maxqueue', () => {
  const options = { maxconn: 1, maxqueue: 2, version: '2.6' } as const;

  it('1.7 binds requests to full servers early, and the overflow waits unbound', () => {
    const { send, servers, proxies } = rig(options, 2);
    send(8);
    expect([...servers.served]).toEqual([1, 1]);
    expect([...servers.queued]).toEqual([2, 2]);
    expect(proxies.queued()).toBe(6);
  });

  it('1.7 fills one own queue before the next before 3.2, as joining one moves no server', () => {
    const { send, servers } = rig(options, 2);
    send(4);
    expect([...servers.queued]).toEqual([2, 0]);
  });

  it('1.7 keeps a request behind a slow one though the other server is idle', () => {
    const { send, finish, log, servers } = rig(options, 2);
    send(4);
    finish(1);
    expect(servers.served[1]).toBe(0);
    finish(0);
    expect(assigned(log).at(-1)).toBe('2->0@0');
  });

  it('1.7 of 0, the default, binds nobody early', () => {
    const { send, finish, log } = rig({ maxconn: 1, version: '2.6' }, 2);
    send(4);
    finish(1);
    expect(assigned(log).at(-1)).toBe('2->1@0');
  });
});

describe('whom a free slot is for', () => {
  it('2.3 the head of the backend queue, at whichever server frees first', () => {
    const { send, finish, log, proxies } = rig({ maxconn: 1, version: '2.6' }, 2);
    send(4);
    finish(1);
    finish(0);
    expect(log.filter((line) => /^[23]->/.test(line))).toEqual(['2->1@0', '3->0@0']);
    expect(proxies.queued()).toBe(0);
  });

  it('2.3 the older of the heads of both queues, and its own in the same millisecond', () => {
    const later = (at: number) => {
      const { send, finish, run, log } = rig({ maxconn: 1, maxqueue: 1, version: '2.6' }, 1);
      send(3);
      // Request 1 waits bound, request 2 unbound; then 3 takes the place of 1 in the own queue.
      run(at);
      finish(0);
      send(1);
      finish(0);
      return assigned(log).at(-1)!.split('@')[0];
    };
    expect(later(0.5)).toBe('2->0');
    expect(later(0.0004)).toBe('3->0');
  });

  it('2.3 at a server that is DOWN its own queue alone', () => {
    const { send, finish, kill, run, servers, deafen, proxies } = rig(
      { maxconn: 1, maxqueue: 1, retries: 0, timeouts: { queue: 100 } },
      2,
    );
    send(6);
    expect([...servers.queued]).toEqual([1, 1]);
    deafen(0);
    proxies.podDied(0);
    run(10);
    expect(servers.up[0]).toBe(0);
    expect(proxies.queued()).toBe(4);
    finish(0);
    // Its own waiter is refused; the two unbound ones wait for the other server.
    expect(proxies.queued()).toBe(3);
    kill(1);
  });

  it('2.4 a request that comes back goes to the tail, and its time-out starts anew', () => {
    const { send, kill, run, log } = rig(
      { maxconn: 1, redispatch: true, observe: 'layer4', errorLimit: 1, onError: 'mark-down' },
      2,
    );
    send(4);
    run(20);
    // Request 2 is dequeued onto the dead server, which goes DOWN as it refuses it; a pause later
    // it finds the other server full.
    kill(Number(assigned(log)[0]!.split('->')[1]!.split('@')[0]));
    run(100);
    expect(log.filter((line) => line.includes('queue_timeout'))).toEqual([
      '3 queue_timeout sQ@30',
      '2 queue_timeout sQ@51',
    ]);
  });

  it('each replica enforces maxconn alone: two replicas give a pod twice as many', () => {
    const { send, inside } = rig({ maxconn: 3, replicas: 2 }, 1);
    send(100);
    expect(inside[0]).toHaveLength(6);
  });
});

describe('timeout queue', () => {
  it('2.6 ends a wait with 503 sQ at the deadline', () => {
    const { send, run, log } = rig({ maxconn: 1, timeouts: { queue: 30, connect: 5 } }, 1);
    send(2);
    run(100);
    expect(log).toEqual(['0->0@0', '1 queue_timeout sQ@30']);
  });

  it('2.6 unset is `timeout connect`; with neither the wait has no end', () => {
    const unset = rig({ maxconn: 1, timeouts: { queue: FOREVER, connect: 5 } }, 1);
    unset.send(2);
    unset.run(100);
    expect(unset.log.slice(1)).toEqual(['1 queue_timeout sQ@5']);
    const neither = rig({ maxconn: 1, timeouts: { queue: FOREVER, connect: FOREVER } }, 1);
    neither.send(2);
    neither.run(1e6);
    expect(neither.log).toHaveLength(1);
    expect(neither.proxies.queued()).toBe(1);
  });

  it("2.6 runs in a server's own queue as well", () => {
    const { send, run, log } = rig({ maxconn: 1, maxqueue: 5, timeouts: { queue: 2 } }, 1);
    send(2);
    run(3);
    expect(log.slice(1)).toEqual(['1 queue_timeout sQ@2']);
  });

  it('2.8 is the only one that runs for a complete request in the queue', () => {
    const { send, run, log } = rig(
      { maxconn: 1, timeouts: { queue: 30, client: 1, server: 1, httpRequest: 1 } },
      1,
    );
    send(2);
    run(29);
    expect(log).toEqual(['0->0@0']);
  });
});

describe('the lifetime of a slot', () => {
  it('2.10 begins with the choice of a server, and lasts until the pod is through', () => {
    const { send, progress, finish, proxies } = rig({ maxconn: 1 }, 1);
    const [request] = send(1, { bodyBytes: 1e6, responseBytes: 1e6 });
    expect(proxies.heldSlots()).toBe(1);
    progress(request!, THINKING);
    progress(request!, RESPONDING);
    expect(proxies.heldSlots()).toBe(1);
    finish(0);
    expect(proxies.heldSlots()).toBe(0);
  });
});

describe('a server that goes DOWN', () => {
  const bound = { maxconn: 1, maxqueue: 2, version: '2.6', timeouts: { queue: 100 } } as const;

  it('2.11 keeps what it has in flight', () => {
    const { send, deafen, run, proxies, finish, log, servers } = rig({}, 2);
    send(2);
    deafen(0);
    proxies.podDied(0);
    run(10);
    expect(servers.up[0]).toBe(0);
    finish(0);
    expect(log.at(-1)).toMatch(/ok --@10$/);
  });

  it('2.11 with redispatch has those of its own queue placed anew', () => {
    const { send, deafen, run, proxies, servers } = rig({ ...bound, redispatch: true }, 2);
    send(4);
    expect([...servers.queued]).toEqual([2, 0]);
    deafen(0);
    proxies.podDied(0);
    run(10);
    expect([...servers.queued]).toEqual([0, 2]);
  });

  it('2.11 without redispatch serves them in vain: 3 s of retries, then 503 SC, one by one', () => {
    const { send, kill, run, log } = rig(bound, 2);
    send(4);
    kill(0);
    run(20);
    expect(log.filter((line) => line.includes('no_server'))).toEqual([
      '2 no_server SC@3',
      '3 no_server SC@6',
    ]);
  });

  it('2.11 takes nobody from the backend queue as it frees slots', () => {
    const { send, deafen, run, proxies, finish, servers } = rig({ maxconn: 1 }, 2);
    send(3);
    deafen(0);
    proxies.podDied(0);
    run(10);
    finish(0);
    expect(servers.served[0]).toBe(0);
    expect(proxies.queued()).toBe(1);
  });

  it('2.11 as the last one flushes the backend queue since 3.2: 503 SC; before, that waits', () => {
    for (const [version, waiting] of [
      ['3.2', 0],
      ['3.0', 1],
      ['2.6', 1],
    ] as const) {
      const timeouts = { queue: 1000, connect: 1000 };
      const { send, kill, run, proxies } = rig({ maxconn: 2, version, retries: 100, timeouts }, 2);
      send(9);
      kill(0);
      kill(1);
      // Four of the five that waited hold slots of the dead servers, retrying.
      run(3.9);
      expect(proxies.queued()).toBe(1);
      run(6.1);
      expect(proxies.queued()).toBe(waiting);
    }
  });
});

describe('a server that comes UP', () => {
  const options = { maxconn: 3, timeouts: { queue: 1000 } };

  it('2.12 fills its slots from the backend queue at once, and since 3.2 no more than those', () => {
    const { send, kill, revive, run, inside } = rig(options, 2);
    kill(0);
    run(10);
    send(23);
    revive(0);
    run(20);
    expect(inside[0]).toHaveLength(3);
    send(3);
    expect(inside[0]).toHaveLength(3);
  });

  it('2.12 before 3.2 is handed as many uncounted, so that it can hold twice its maxconn', () => {
    for (const version of ['2.6', '2.8', '3.0'] as const) {
      const { send, kill, revive, run, inside, servers } = rig({ ...options, version }, 2);
      kill(0);
      run(10);
      send(23);
      revive(0);
      run(20);
      expect([servers.served[0], servers.surplus[0]]).toEqual([0, 3]);
      send(5);
      expect(inside[0]).toHaveLength(6);
    }
  });

  it('2.12 before 3.2 does not replace the uncounted ones while it holds maxconn or more', () => {
    const { send, kill, revive, run, finish, inside } = rig({ ...options, version: '2.6' }, 2);
    kill(0);
    run(10);
    send(23);
    revive(0);
    run(20);
    send(3);
    const held = [1, 2, 3, 4].map(() => {
      finish(0);
      return inside[0]!.length;
    });
    // The fourth release leaves two, fewer than maxconn: the slots are filled, uncounted or not.
    expect(held).toEqual([5, 4, 3, 3]);
  });
});

describe('slowstart', () => {
  const options = { maxconn: 20, slowstart: 10, timeouts: { queue: 1000 } };

  /** Requests in a server for each second after it came UP, with a queue that never ends. */
  const ramp = (version: '2.6' | '3.2') => {
    const { send, kill, revive, run, inside, servers, simulator } = rig({ ...options, version }, 2);
    kill(0);
    run(10);
    send(200);
    revive(0);
    while (servers.up[0] === 0) run(simulator.now + 0.01);
    const up = Math.ceil(simulator.now);
    return [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((second) => {
      run(up + second);
      return inside[0]!.length;
    });
  };

  it('1.8 gives a server that comes UP its slots in whole percents of whole seconds', () => {
    expect(ramp('3.2')).toEqual([1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  });

  it('1.8 gives it its weight in sixteenths, from 1 to 16', () => {
    const { kill, revive, run, servers, simulator, send } = rig({ slowstart: 16 }, 2);
    kill(0);
    run(10);
    revive(0);
    while (servers.up[0] === 0) run(simulator.now + 0.01);
    send(2);
    // One request each, this one at a weight of 1/16: floor(2 x 4096 / 1).
    expect(servers.key[0]).toBe(8192);
    run(Math.floor(simulator.now) + 8.999);
    expect(servers.key[0]).toBe(Math.floor(8192 / 9));
    run(simulator.now + 10);
    expect(servers.key[0]).toBe(512);
  });

  it('1.8 does not apply as HAProxy boots', () => {
    const { send, inside } = rig(options, 1);
    send(50);
    expect(inside[0]).toHaveLength(20);
  });

  it('1.8 pulls from the backend queue at each step, before 3.2 uncounted again', () => {
    const held = ramp('2.6');
    expect(held[0]).toBe(1);
    expect(held[1]).toBe(1 + 2);
  });
});
