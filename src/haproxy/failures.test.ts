import { describe, expect, it } from 'vitest';
import { RESPONDING, THINKING } from '../request/table.ts';
import { rig } from './proxies.fixture.ts';

const count = (log: readonly string[], part: string) =>
  log.filter((line) => line.includes(part)).length;

describe('a refused connect', () => {
  it('3.3 without redispatch is repeated after 1 s, 3 times, in its slot: 503 SC after 3 s', () => {
    const { send, deafen, run, log, servers } = rig({ check: { enabled: false } }, 1);
    deafen(0);
    send(1);
    run(2.9);
    expect(servers.served[0]).toBe(1);
    run(10);
    expect(servers.served[0]).toBe(0);
    expect(log).toEqual(['0 no_server SC@3']);
  });

  it('3.2 is repeated after `timeout connect` if that is less than 1 s', () => {
    const { send, deafen, run, log } = rig({ timeouts: { queue: 30, connect: 0.2 } }, 2);
    deafen(0);
    deafen(1);
    send(1);
    run(1);
    expect(log).toEqual(['0 no_server SC@0.6']);
  });

  it('3.2 with retries 0, or without conn-failure in retry-on, is 503 at once', () => {
    for (const options of [{ retries: 0 }, { retryOn: ['503'] as const }]) {
      const { send, deafen, log } = rig(options, 1);
      deafen(0);
      send(1);
      expect(log).toEqual(['0 no_server SC@0']);
    }
  });

  it('3.3 with redispatch goes to another server at once, if that has room', () => {
    const { send, deafen, log } = rig({ redispatch: true, maxconn: 5, version: '2.6' }, 2);
    deafen(0);
    send(2);
    expect(log).toEqual(['0->1@0', '1->1@0']);
  });

  it('3.2 with redispatch and one server waits in its slot, without one before the last try', () => {
    const { send, deafen, run, log, servers } = rig(
      { redispatch: true, check: { enabled: false } },
      1,
    );
    deafen(0);
    send(1);
    run(1.5);
    expect(servers.served[0]).toBe(1);
    run(2.5);
    expect(servers.served[0]).toBe(0);
    run(10);
    expect(log).toEqual(['0 no_server SC@3']);
  });

  it('3.2 frees its slot for the next in line when all tries are spent', () => {
    const { send, deafen, run, log } = rig(
      { maxconn: 1, check: { enabled: false }, timeouts: { queue: 100 } },
      1,
    );
    deafen(0);
    send(2);
    run(10);
    expect(log).toEqual(['0 no_server SC@3', '1 no_server SC@6']);
  });
});

describe('the black hole: a dead server that is not DOWN yet', () => {
  it('3.4 harms nobody with redispatch while the others have room', () => {
    const { send, deafen, log } = rig({ redispatch: true, maxconn: 20, version: '2.6' }, 2);
    deafen(0);
    send(10);
    expect(count(log, '->1')).toBe(10);
  });

  it('3.4 swallows the queue at once with redispatch when the others are full', () => {
    const { send, kill, log, proxies } = rig({ redispatch: true, maxconn: 3, version: '2.6' }, 2);
    send(16);
    expect(proxies.queued()).toBe(10);
    kill(0);
    expect(count(log, 'no_server SC@0')).toBe(10);
    expect(proxies.queued()).toBe(0);
  });

  it('3.4 swallows each newcomer too', () => {
    const { send, kill, log } = rig({ redispatch: true, maxconn: 3, version: '2.6' }, 2);
    send(6);
    kill(0);
    send(5);
    expect(count(log, 'no_server SC@0')).toBe(5);
  });

  it('3.4 without redispatch swallows maxconn requests in 3 s, and the queue survives', () => {
    const { send, kill, run, log, proxies } = rig({ maxconn: 3, version: '2.6' }, 2);
    send(16);
    kill(0);
    run(2.9);
    expect(proxies.queued()).toBe(7);
    run(3.5);
    expect(count(log, 'no_server SC@3')).toBe(3);
  });

  it('3.4 loses nobody with observe layer4 and mark-down: the first refusal takes it DOWN', () => {
    const { send, kill, run, log, proxies, servers } = rig(
      {
        redispatch: true,
        maxconn: 3,
        version: '2.6',
        observe: 'layer4',
        errorLimit: 1,
        onError: 'mark-down',
      },
      2,
    );
    send(16);
    kill(0);
    expect(servers.up[0]).toBe(0);
    run(1);
    expect(count(log, 'no_server')).toBe(0);
    expect(proxies.queued()).toBe(10);
  });

  it('3.4 is not closed in time by checks, however quick', () => {
    const { send, kill, run, log } = rig(
      { redispatch: true, maxconn: 3, version: '2.6', check: { inter: 1, fall: 2 } },
      2,
    );
    send(16);
    kill(0);
    run(3);
    expect(count(log, 'no_server SC@0')).toBe(10);
  });
});

describe('a pod that is killed with a request inside', () => {
  const killed = (version: '2.6' | '2.8' | '3.0' | '3.2', stages: readonly number[]) => {
    const { send, kill, progress, log } = rig({ version }, 1);
    const [request] = send(1, { bodyBytes: 8e6, responseBytes: 8e6 });
    for (const stage of stages) progress(request!, stage);
    kill(0);
    return log.at(-1);
  };

  it('3.6 in mid-upload ends it as SD in 2.6, as SH since 2.8', () => {
    expect(killed('2.6', [])).toBe('0 killed SD@0');
    for (const version of ['2.8', '3.0', '3.2'] as const) {
      expect(killed(version, [])).toBe('0 killed SH@0');
    }
  });

  it('3.6 before its answer ends it as SH, in mid-answer as SD', () => {
    for (const version of ['2.6', '3.2'] as const) {
      expect(killed(version, [THINKING])).toBe('0 killed SH@0');
      expect(killed(version, [THINKING, RESPONDING])).toBe('0 killed SD@0');
    }
  });

  it('3.5 is not asked again by default', () => {
    const { send, kill, log } = rig({ redispatch: true }, 2);
    send(2);
    kill(0);
    expect(count(log, 'killed SH')).toBe(1);
    expect(count(log, '->1')).toBe(1);
  });
});

describe('retry-on', () => {
  const options = { redispatch: true, retryOn: ['empty-response', '503'], version: '2.6' } as const;

  it('3.5 empty-response sends a request whose pod died to another server', () => {
    const { send, kill, run, log, finish, live } = rig(options, 2);
    send(1, { bodyBytes: 14_000 });
    kill(0);
    run(1);
    expect(log).toEqual(['0->0@0', '0->1@0']);
    finish(1);
    expect(log.at(-1)).toBe('0 ok --@1');
    expect(live()).toBe(0);
  });

  it('3.5 needs the whole request in the buffer at the first try: not 40 KB, nor a slow one', () => {
    for (const body of [{ bodyBytes: 40_000 }, { bodyBytes: 4000, pace: 1000 }]) {
      const { send, kill, run, log } = rig(options, 2);
      send(1, body);
      kill(0);
      run(1);
      expect(log.at(-1)).toBe('0 killed SD@0');
    }
  });

  it('3.5 has a slow small body whole once it has waited long enough', () => {
    const { send, kill, run, finish, log } = rig({ ...options, maxconn: 1 }, 1);
    send(1);
    send(1, { bodyBytes: 4000, pace: 1000 });
    run(5);
    finish(0);
    kill(0);
    expect(count(log, 'killed')).toBe(0);
  });

  it('3.5 sends it from the buffer, however slow its client was to send it', () => {
    const { send, kill, run, finish, table } = rig({ ...options, maxconn: 1 }, 1);
    send(1);
    const [slow] = send(1, { bodyBytes: 4000, pace: 1000 });
    run(5);
    finish(0);
    expect(table.state.buffered[slow!]).toBe(4000);
    kill(0);
    expect(table.state.buffered[slow!]).toBe(4000);
  });

  it('3.5 asks again after a 503 of the application, as often as `retries` allows', () => {
    const { send, finish, run, log } = rig({ ...options, retries: 2 }, 1);
    send(1);
    for (let i = 0; i < 3; i++) {
      finish(0, 'limiter_rejected');
      run(i + 1);
    }
    expect(log).toEqual(['0->0@0', '0->0@0', '0->0@1', '0 limiter_rejected --@2']);
  });

  it('3.5 never repeats what has begun to be answered', () => {
    const { send, kill, progress, run, log } = rig(options, 2);
    const [request] = send(1, { responseBytes: 1e6 });
    progress(request!, RESPONDING);
    kill(0);
    run(1);
    expect(log.at(-1)).toBe('0 killed SD@0');
  });

  it('3.5 without redispatch asks the dead server again: 503 SC after the tries left', () => {
    const { send, kill, run, log } = rig(
      { retryOn: ['conn-failure', 'empty-response'], check: { enabled: false } },
      1,
    );
    send(1);
    kill(0);
    run(5);
    expect(log.at(-1)).toBe('0 no_server SC@2');
  });
});

describe('on-marked-down shutdown-sessions', () => {
  const options = {
    onMarkedDown: 'shutdown-sessions',
    version: '2.6',
    check: { http: true },
  } as const;

  it('3.9 cuts every request of a server that goes DOWN: DH before an answer, DD within', () => {
    const { send, proxies, run, progress, log, live } = rig(options, 1);
    // A pod too busy to answer its checks.
    proxies.probe = () => 100;
    const [, , answering] = send(3, { responseBytes: 1e6 });
    progress(answering!, RESPONDING);
    run(20);
    const at = log.at(-1)!.split('@')[1];
    expect(log.slice(3)).toEqual([
      `0 killed DH@${at}`,
      `0 cut@${at}`,
      `1 killed DH@${at}`,
      `1 cut@${at}`,
      `2 killed DD@${at}`,
      `2 cut@${at}`,
    ]);
    expect(live()).toBe(0);
    expect(proxies.heldSlots()).toBe(0);
  });

  it('3.9 cuts those between two tries as well: DC', () => {
    const { send, kill, run, log } = rig({ ...options, retries: 100 }, 2);
    kill(0);
    send(1);
    run(10);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('0 killed DC');
  });

  it('3.9 cuts nobody who comes to the server as this frees a slot', () => {
    const { send, kill, run, log } = rig(
      { ...options, maxconn: 1, maxqueue: 1, retries: 100, timeouts: { queue: 60 } },
      1,
    );
    kill(0);
    send(2);
    run(10);
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('0 killed DC');
  });

  it('3.9 by default leaves them to end or to time out', () => {
    const { send, proxies, run, log, servers } = rig({ check: { http: true } }, 1);
    proxies.probe = () => 100;
    send(1);
    run(20);
    expect(servers.up[0]).toBe(0);
    expect(log).toEqual(['0->0@0']);
  });
});

describe('time-outs of a pod', () => {
  it('cut the request off from it, and free its slot for the next', () => {
    const { send, progress, run, log, live, finish } = rig(
      { maxconn: 1, timeouts: { server: 3 } },
      1,
    );
    const [first, second] = send(2);
    progress(first!, THINKING, 1);
    run(4);
    expect(log).toEqual(['0->0@0', '0 gateway_timeout sH@3', '0 cut@3', '1->0@3']);
    progress(second!, THINKING, 0);
    finish(0);
    expect(live()).toBe(0);
  });
});
