import { describe, expect, it } from 'vitest';
import { rig } from './proxies.fixture.ts';

/** Pods in the order in which they were given requests. */
const podsOf = (log: readonly string[]) =>
  log.filter((line) => line.includes('->')).map((line) => Number(/->(\d+)@/.exec(line)![1]));

describe('balance roundrobin', () => {
  it('takes servers in turns, whatever their load', () => {
    const { send, finish, log } = rig({ balance: 'roundrobin' }, 3);
    send(4);
    finish(1);
    send(3);
    expect(podsOf(log)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('gives turns in proportion to weights', () => {
    const weights = [{ pod: 0, weight: 3 }];
    const { send, inside } = rig({ balance: 'roundrobin', weights }, 2);
    send(40);
    expect(inside.map((requests) => requests.length)).toEqual([30, 10]);
  });

  it('does not make up for turns that a full server missed', () => {
    const { send, finish, inside } = rig({ balance: 'roundrobin', maxconn: 20 }, 2);
    const empty = (pod: number) => {
      for (let i = 0; i < 20; i++) finish(pod);
    };
    send(40);
    empty(1);
    send(20);
    empty(0);
    empty(1);
    send(20);
    expect(inside[0]!.length).toBeGreaterThanOrEqual(9);
    expect(inside[0]!.length).toBeLessThanOrEqual(11);
  });
});

describe('balance first', () => {
  it('fills servers in the order of the file', () => {
    const { send, finish, log } = rig({ balance: 'first', maxconn: 2 }, 3);
    send(3);
    finish(0);
    send(2);
    expect(podsOf(log)).toEqual([0, 0, 1, 0, 1]);
  });
});

describe('balance random', () => {
  it('takes the less loaded of two draws, by weight', () => {
    const weights = [{ pod: 0, weight: 4 }];
    const { send, inside } = rig({ balance: 'random', weights }, 3);
    send(600);
    const [first, second, third] = inside.map((requests) => requests.length);
    expect(first!).toBeGreaterThan(300);
    expect(first!).toBeLessThan(480);
    expect(second! + third!).toBe(600 - first!);
  });

  it('queues behind a full choice though another server is free', () => {
    let idleBesideQueue = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { send, proxies } = rig({ balance: 'random', maxconn: 2 }, 2, `${seed}`);
      send(4);
      if (proxies.queued() > 0 && proxies.heldSlots() < 4) idleBesideQueue++;
    }
    expect(idleBesideQueue).toBeGreaterThan(0);
  });
});

describe('a newcomer beside a backend queue', () => {
  /** A server has room although requests wait, as its limit has grown without a release. */
  const grown = (balance: 'leastconn' | 'roundrobin' | 'first') => {
    const { send, log, proxies } = rig(
      { balance, version: '2.6', maxconn: 4, minconn: 1, fullconn: 8 },
      1,
    );
    // With n requests in the backend the limit is floor(n x 4 / 8): it is 1 up to n = 3.
    send(3);
    expect(proxies.queued()).toBe(2);
    send(1);
    return log.at(-1);
  };

  it('1.6 overtakes it under leastconn where a slot appeared without a release', () => {
    expect(grown('leastconn')).toBe('3->0@0');
  });

  it('1.6 joins it under roundrobin and first, for which a queue means that all are full', () => {
    expect(grown('roundrobin')).toBe('0->0@0');
    expect(grown('first')).toBe('0->0@0');
  });

  it('1.6 overtakes it before 3.2 at a server that came UP, whose slots are still free', () => {
    const { kill, revive, run, send, log, inside } = rig({ version: '2.6', maxconn: 3 }, 2);
    kill(0);
    run(10);
    send(11);
    revive(0);
    run(20);
    expect(inside[0]).toHaveLength(3);
    send(3);
    expect(inside[0]).toHaveLength(6);
    expect(log.slice(-3)).toEqual(['11->0@20', '12->0@20', '13->0@20']);
  });
});
