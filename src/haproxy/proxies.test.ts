import { describe, expect, it } from 'vitest';
import { Simulator } from '../kernel/simulator.ts';
import { Streams } from '../random/streams.ts';
import { RequestTable } from '../request/table.ts';
import type { HaproxyOptions } from './options.ts';
import { Proxies } from './proxies.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const DEFAULTS: HaproxyOptions = {
  enabled: true,
  version: '3.2',
  replicas: 1,
  balance: 'leastconn',
  maxconn: FOREVER,
  retries: 3,
  redispatch: false,
  timeouts: { queue: 30, connect: 5 },
  check: { enabled: true, inter: 2, fall: 3, rise: 2 },
};

/** Proxies in front of pods that hold requests until told otherwise; a log of what happened. */
function rig(options: Partial<HaproxyOptions>, pods: number) {
  const simulator = new Simulator();
  const table = new RequestTable();
  const proxies = new Proxies(
    simulator,
    table,
    new Streams('x'),
    { ...DEFAULTS, ...options },
    pods,
  );
  const listening = new Array<boolean>(pods).fill(true);
  const inside: number[][] = Array.from({ length: pods }, () => []);
  const log: string[] = [];
  const note = (what: string) => log.push(`${what}@${Number(simulator.now.toFixed(6))}`);
  proxies.isListening = (pod) => listening[pod]!;
  proxies.onConnect = (request, pod) => {
    if (!listening[pod]) return false;
    inside[pod]!.push(request);
    note(`${request}->${pod}`);
    return true;
  };
  proxies.onRefuse = (request, ending) => note(`${request} ${ending}`);
  return {
    simulator,
    proxies,
    inside,
    log,
    send: (count: number) => {
      for (let i = 0; i < count; i++) proxies.arrive(table.enter(simulator.now));
    },
    finish: (pod: number) => {
      const request = inside[pod]!.shift()!;
      proxies.finished(request);
    },
    kill: (pod: number) => {
      listening[pod] = false;
      proxies.podDied(pod);
      for (const request of inside[pod]!.splice(0)) proxies.finished(request);
    },
    revive: (pod: number) => {
      listening[pod] = true;
    },
    run: (until: number) => {
      // An event at the end makes the clock stop there.
      simulator.schedule(
        until,
        simulator.on(() => undefined),
        0,
      );
      simulator.run(until, 1e6);
    },
  };
}

describe('slots and the backend queue', () => {
  it('reserves a slot at once while a server is not full, and queues when all are', () => {
    const { send, log, proxies } = rig({ maxconn: 2, version: '2.6' }, 2);
    send(6);
    expect(log).toEqual(['0->0@0', '1->1@0', '2->0@0', '3->1@0']);
    expect(proxies.queued()).toBe(2);
    expect(proxies.heldSlots()).toBe(4);
  });

  it('binds late: whichever server frees a slot takes the head of the queue', () => {
    const { send, finish, log, proxies } = rig({ maxconn: 1, version: '2.6' }, 2);
    send(4);
    finish(1);
    finish(0);
    expect(log.slice(2)).toEqual(['2->1@0', '3->0@0']);
    expect(proxies.queued()).toBe(0);
  });

  it('answers 503 sQ when `timeout queue` expires, at the deadline', () => {
    const { send, run, log } = rig({ maxconn: 1, timeouts: { queue: 30, connect: 5 } }, 1);
    send(2);
    run(100);
    expect(log).toEqual(['0->0@0', '1 queue_timeout@30']);
  });

  it('takes `timeout connect` where `timeout queue` is unset, and waits for ever with neither', () => {
    const unset = rig({ maxconn: 1, timeouts: { queue: FOREVER, connect: 5 } }, 1);
    unset.send(2);
    unset.run(100);
    expect(unset.log.slice(1)).toEqual(['1 queue_timeout@5']);
    const neither = rig({ maxconn: 1, timeouts: { queue: FOREVER, connect: FOREVER } }, 1);
    neither.send(2);
    neither.run(1e6);
    expect(neither.log).toHaveLength(1);
    expect(neither.proxies.queued()).toBe(1);
  });

  it('each replica enforces maxconn alone: two replicas give a pod twice as many', () => {
    const { send, inside } = rig({ maxconn: 3, replicas: 2 }, 1);
    send(100);
    expect(inside[0]).toHaveLength(6);
  });
});

describe('a pod that refuses connections', () => {
  it('without redispatch holds the slot for 3 pauses of 1 s, then 503 SC', () => {
    const { send, kill, run, log } = rig({ check: { ...DEFAULTS.check, enabled: false } }, 1);
    kill(0);
    send(1);
    run(10);
    expect(log).toEqual(['0 no_server@3']);
  });

  it('pauses no longer than `timeout connect`', () => {
    const options = { timeouts: { queue: 30, connect: 0.2 } };
    const { send, kill, run, log } = rig(options, 2);
    kill(0);
    kill(1);
    send(1);
    run(1);
    expect(log).toEqual(['0 no_server@0.6']);
  });

  it('with redispatch goes to another server at once if that has room', () => {
    const { send, kill, log } = rig({ redispatch: true, maxconn: 5, version: '2.6' }, 2);
    kill(0);
    send(2);
    expect(log).toEqual(['0->1@0', '1->1@0']);
  });

  it('is a black hole with redispatch when the others are full: the queue dies at once', () => {
    const { send, kill, log, proxies } = rig({ redispatch: true, maxconn: 3, version: '2.6' }, 2);
    send(16);
    expect(proxies.queued()).toBe(10);
    kill(0);
    expect(log.filter((line) => line.includes('no_server@0'))).toHaveLength(10);
    expect(proxies.queued()).toBe(0);
  });

  it('without redispatch swallows maxconn requests per 3 s, and the queue survives', () => {
    const { send, kill, run, log, proxies } = rig({ maxconn: 3, version: '2.6' }, 2);
    send(16);
    kill(0);
    run(2.9);
    expect(proxies.queued()).toBe(7);
    run(3.5);
    expect(log.filter((line) => line.includes('no_server@3'))).toHaveLength(3);
  });
});

describe('health checks', () => {
  it('mark a server DOWN between (fall - 1) and fall intervals after its death', () => {
    const downs: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const { kill, run, send, log, simulator } = rig({ check: DEFAULTS.check }, 1);
      simulator.run(0, 0);
      kill(0);
      run(4);
      send(1);
      run(20);
      downs.push(Number(log.at(-1)!.split('@')[1]));
    }
    // A request sent at 4 s is refused at 7 s, or at the instant the last server goes DOWN.
    for (const at of downs) expect(at).toBeGreaterThanOrEqual(4);
    for (const at of downs) expect(at).toBeLessThanOrEqual(7);
  });

  it('send nobody to a server that is DOWN: 503 SC at once when it is the last one', () => {
    const { kill, run, send, log } = rig({}, 1);
    kill(0);
    run(6.5);
    send(1);
    expect(log).toEqual(['0 no_server@6.5']);
  });

  it('since 3.2 flush the queue when the last server goes DOWN; before, it waits', () => {
    for (const [version, waiting] of [
      ['3.2', 0],
      ['2.6', 1],
    ] as const) {
      const timeouts = { queue: 1000, connect: 1000 };
      const { send, kill, run, proxies } = rig({ maxconn: 2, version, retries: 100, timeouts }, 2);
      send(9);
      kill(0);
      kill(1);
      // Four of the five that waited hold slots of the dead servers, retrying.
      expect(proxies.queued()).toBe(1);
      run(3.9);
      expect(proxies.queued()).toBe(1);
      run(6.1);
      expect(proxies.queued()).toBe(waiting);
    }
  });

  it('before 3.2 hand a returning server up to twice its maxconn; since 3.2 never more', () => {
    for (const [version, expected] of [
      ['2.6', 6],
      ['3.2', 3],
    ] as const) {
      const timeouts = { queue: 1000, connect: 5 };
      const { send, kill, revive, run, inside } = rig({ maxconn: 3, version, timeouts }, 2);
      kill(0);
      run(10);
      send(23);
      expect(inside[1]).toHaveLength(3);
      revive(0);
      run(20);
      expect(inside[0]).toHaveLength(expected);
    }
  });

  it('bring a server UP after `rise` good checks', () => {
    const { kill, revive, run, send, inside } = rig({}, 2);
    kill(0);
    run(10);
    revive(0);
    run(10.01);
    send(4);
    expect(inside[0]).toHaveLength(0);
    run(14.1);
    send(4);
    expect(inside[0]!.length).toBeGreaterThan(0);
  });
});
