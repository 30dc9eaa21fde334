import { describe, expect, it } from 'vitest';
import { Simulator } from '../kernel/simulator.ts';
import { RequestTable } from '../request/table.ts';
import { Listener } from './listener.ts';
import { haproxyOptions, type PartialOptions } from './options.fixture.ts';

/** A front door whose requests stay inside until told otherwise. */
function rig(partial: PartialOptions) {
  const simulator = new Simulator();
  const table = new RequestTable();
  const listener = new Listener(simulator, table, haproxyOptions(partial));
  const log: string[] = [];
  listener.onAccept = (request) => log.push(`${request} in`);
  listener.onReject = (request) => log.push(`${request} rejected`);
  return {
    listener,
    log,
    /** The connection of a request is closed, and HAProxy has looked at its backlog. */
    close: (request: number) => {
      listener.closed(request);
      simulator.run(0, 1e5);
    },
    arrive: (count: number, replica = 0) => {
      for (let i = 0; i < count; i++) {
        const request = table.enter(0);
        table.state.proxy[request] = replica;
        listener.arrive(request);
      }
    },
  };
}

describe('the front door', () => {
  it('stops accepting at the maxconn of the frontend, and the rest waits in the kernel', () => {
    const { arrive, listener, log } = rig({ frontend: { maxconn: 3 } });
    arrive(5);
    expect(log).toEqual(['0 in', '1 in', '2 in']);
    expect(listener.waiting()).toBe(2);
  });

  it('accepts the one waiting longest when a client connection is closed', () => {
    const { arrive, close, listener, log } = rig({ frontend: { maxconn: 2 } });
    arrive(4);
    close(1);
    close(0);
    expect(log).toEqual(['0 in', '1 in', '2 in', '3 in']);
    expect(listener.waiting()).toBe(0);
  });

  it('keeps to the lower of the limits of frontend and process', () => {
    for (const [frontend, process] of [
      [2, 5],
      [5, 2],
    ] as const) {
      const { arrive, log } = rig({
        frontend: { maxconn: frontend },
        global: { maxconn: process },
      });
      arrive(6);
      expect(log.filter((line) => line.endsWith('in'))).toHaveLength(2);
    }
  });

  it('turns connections away when the backlog is full: as long as the frontend has maxconn', () => {
    const { arrive, log } = rig({ frontend: { maxconn: 2 } });
    arrive(6);
    expect(log).toEqual(['0 in', '1 in', '4 rejected', '5 rejected']);
  });

  it('has the backlog that is asked for, up to the 4096 of net.core.somaxconn', () => {
    for (const [backlog, waiting] of [
      [1, 1],
      [100_000, 4096],
    ] as const) {
      const { arrive, listener } = rig({ frontend: { maxconn: 2, backlog } });
      arrive(5000);
      expect(listener.waiting()).toBe(waiting);
    }
  });

  it('has a backlog of 1024 when only the process is limited', () => {
    const { arrive, listener } = rig({ global: { maxconn: 10 } });
    arrive(2000);
    expect(listener.waiting()).toBe(1024);
  });

  it('accepts a connection in its turn though its client has left, as the kernel keeps it', () => {
    const { arrive, close, listener, log } = rig({ frontend: { maxconn: 1 } });
    arrive(2);
    close(1);
    expect(listener.waiting()).toBe(1);
    close(0);
    expect(log).toEqual(['0 in', '1 in']);
  });

  it('limits each replica on its own', () => {
    const { arrive, close, listener, log } = rig({ frontend: { maxconn: 1 }, replicas: 2 });
    arrive(2, 0);
    arrive(2, 1);
    expect(log).toEqual(['0 in', '2 in']);
    close(2);
    expect(log.at(-1)).toBe('3 in');
    expect(listener.waiting()).toBe(1);
  });

  it('goes through a long backlog of requests that end as they are accepted', () => {
    const { arrive, close, listener, log } = rig({ frontend: { maxconn: 1, backlog: 4096 } });
    arrive(4000);
    const accept = listener.onAccept;
    listener.onAccept = (request) => {
      accept(request);
      listener.closed(request);
    };
    close(0);
    expect(log).toHaveLength(4000);
    expect(log.at(-1)).toBe('3999 in');
    expect(listener.waiting()).toBe(0);
  });

  it('lets everybody in while no limit is set, and counts nobody', () => {
    const { arrive, close, listener, log } = rig({});
    arrive(1000);
    expect(log).toHaveLength(1000);
    close(3);
    expect([...listener.state.accepted]).toEqual([0]);
  });
});
