/** What the pods do, end to end and to the byte: small deterministic systems with known answers. */
import { describe, expect, it } from 'vitest';
import { type Model, modelFrom } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import { memoryPartsOf } from './memory-parts.ts';
import { simulate } from './simulate.ts';
import { Simulation } from './simulation.ts';

const MiB = 2 ** 20;
const BODY = 16e6;

/** Clients straight at one pod: no HAProxy, no CPU cost, no buffers unless a test asks. */
const BARE = {
  'haproxy.enabled': false,
  'pod.replicas': 1,
  'pod.memoryLimit': 'none',
  'pod.retention': 0,
  'pod.fragmentation': 0,
  'pod.kernelBuffer': '0B',
  'pod.uvicornBuffer': '0B',
  'pod.sendBuffer': '0B',
  'pod.cpu.read': 'none',
  'pod.cpu.encrypt': 'none',
  'upstream.latency': '10s',
};

/** An event loop that takes its time, so that bodies are read side by side. */
const BUSY = { 'pod.cpu.read': '1.4GB/s', 'pod.cpu.encrypt': '2GB/s' };

function flood(workers: number, overrides: Record<string, unknown>): Model {
  const clients = [{ kind: 'closed', workers, requests: workers }];
  return modelFrom({ clients }, { ...BARE, ...overrides });
}

function peakOf(observations: Observations): number {
  return observations.peakMemoryBytes[0]!;
}

describe('bytes of an upload', () => {
  it('follow the client until uvicorn and the kernel are full, while nobody reads', () => {
    const buffers = { 'pod.uvicornBuffer': '125KiB', 'pod.kernelBuffer': '0.7MiB' };
    const limited = {
      'pod.handler': 'limiter-then-read',
      'pod.limiter.wait': '1s',
      'pod.copies': 3,
    };
    const { peakParts, endings } = simulate(flood(30, { ...buffers, ...limited }), '1');
    // Four of 16 MiB each fit the budget of 64 MiB; the others wait unread and get a 503.
    expect(endings.ok).toBe(4);
    expect(endings.limiter_rejected).toBe(26);
    expect(peakParts[0]!.handler).toBeCloseTo(4 * 3 * BODY, 3);
    expect(peakParts[0]!.unread).toBeCloseTo(26 * 125 * 1024, 3);
    expect(peakParts[0]!.kernelReceive).toBeCloseTo(26 * 0.7 * MiB, 3);
  });

  it('are charged for the kernel under cgroup v2 alone', () => {
    const model = { 'pod.handler': 'sleep-then-read', 'pod.kernelBuffer': '0.7MiB' };
    const [v1, v2] = ['v1', 'v2'].map((cgroup) =>
      simulate(flood(1, { ...model, 'pod.cgroup': cgroup }), '1'),
    );
    expect(v1!.peakParts[0]!.kernelReceive).toBe(0);
    expect(peakOf(v1!)).toBeCloseTo(24 * MiB + BODY, 3);
    // The last 0.7 MiB move from the kernel to the handler: the sum stays the body.
    expect(peakOf(v2!)).toBeCloseTo(24 * MiB + BODY, 3);
  });

  it('never exceed the body, however small', () => {
    const small = { 'clients[0].bodySize': '10KiB', 'pod.kernelBuffer': '6MiB' };
    const paths = { 'pod.handler': 'limiter-then-parts', 'pod.uvicornBuffer': '125KiB' };
    const { peakParts } = simulate(flood(1100, { ...small, ...paths }), '1');
    // 1024 reservations of 64 KiB are admitted, the other 76 bodies lie unread.
    expect(peakParts[0]!.unread + peakParts[0]!.kernelReceive).toBe(76 * 10 * 1024);
  });

  it('leave what the allocator retains, and no more, until the process dies', () => {
    const simulation = new Simulation(
      flood(10, { 'pod.handler': 'parts', 'pod.retention': 0.82 }),
      '1',
    );
    simulation.begin();
    simulation.run();
    // Ten parts of 8 MiB and the one transient of 16 MiB were the highest live bytes.
    const highest = 96 * MiB;
    expect(simulation.pods.memory.live(0)).toBe(0);
    expect(simulation.pods.memory.charged(0)).toBeCloseTo(24 * MiB + 0.82 * highest, 3);
  });

  it('grow with the waves by the fitted law: 385, 465, 499 MiB after 1, 2, 6 waves of 40', () => {
    const after = (waves: number) => {
      const clients = [{ kind: 'closed', workers: 40, requests: 40 * waves }];
      const overrides = { ...BARE, 'pod.handler': 'parts', 'pod.fragmentation': 'auto' };
      return peakOf(simulate(modelFrom({ clients }, overrides), '1')) / MiB;
    };
    for (const [waves, measured] of [
      [1, 385],
      [2, 465],
      [6, 499],
    ] as const) {
      expect(Math.abs(after(waves) / measured - 1), `${waves} waves`).toBeLessThan(0.09);
    }
  });

  it('are multiplied on the heap by the effect of the run', () => {
    const effect = { 'pod.handler': 'read-all', 'pod.copies': 3, 'pod.runEffect': 1.1 };
    expect(peakOf(simulate(flood(4, effect), '1'))).toBeCloseTo(24 * MiB + 1.1 * 4 * 3 * BODY, 3);
  });

  it('keep as many copies as were measured, by how many are read side by side and their size', () => {
    // Peaks of resident memory [MiB] of uvicorn 0.17.6 pods reading N bodies of S whole, direct.
    const measured: [number, string, number][] = [
      [1, '16MB', 58],
      [2, '16MB', 104],
      [5, '16MB', 231],
      [10, '16MB', 466],
      [40, '16MB', 1836],
      [40, '1MB', 109],
      [40, '8MB', 791],
      [40, '64MB', 7259],
    ];
    for (const [bodies, size, peak] of measured) {
      const sized = { ...BUSY, 'pod.handler': 'read-all', 'clients[0].bodySize': size };
      const simulated = peakOf(simulate(flood(bodies, sized), '1')) / MiB;
      expect(Math.abs(simulated / peak - 1), `${bodies} of ${size}`).toBeLessThan(0.08);
    }
  });

  it('are whole where a body fits one part: 40 bodies of 4 MB take 368 MiB, not 40 parts', () => {
    const small = { ...BUSY, 'pod.handler': 'parts', 'clients[0].bodySize': '4MB' };
    expect(Math.abs(peakOf(simulate(flood(40, small), '1')) / MiB / 368 - 1)).toBeLessThan(0.05);
  });

  it('leave a residue behind for each request, where the model says so', () => {
    const simulation = new Simulation(flood(20, { 'pod.residue': '8KiB' }), '1');
    simulation.begin();
    simulation.run();
    expect(simulation.pods.memory.charged(0)).toBe(24 * MiB + 20 * 8 * 1024);
  });

  it('never fall below the body, however few copies are said to stay', () => {
    for (const copies of [1, 1.5, 2]) {
      const model = flood(4, { 'pod.handler': 'read-all', 'pod.copies': copies });
      expect(peakOf(simulate(model, '1'))).toBeCloseTo(24 * MiB + 4 * copies * BODY, 3);
    }
  });

  it('need two copies instead of three with a fixed malloc threshold', () => {
    const fixed = { 'pod.handler': 'read-all', 'pod.allocator': 'fixed-threshold' };
    expect(peakOf(simulate(flood(4, fixed), '1'))).toBeCloseTo(24 * MiB + 4 * 2 * BODY, 3);
  });
});

describe('bytes of a download', () => {
  const slow = {
    'clients[0].method': 'GET',
    'clients[0].pace': '1MB/s',
    'pod.handler': 'parts',
    'upstream.latency': '0s',
  };

  it('lie in the write buffer and the kernel while a client reads slowly', () => {
    const simulation = new Simulation(flood(5, { ...slow, 'pod.sendBuffer': '3MiB' }), '1');
    simulation.begin();
    simulation.run(1);
    const parts = memoryPartsOf(simulation.pods.memory, 0);
    // A part of 8 MiB is whole in the transport, 3 MiB of it in the kernel too; the next part is
    // here already, with its ciphertext, and waits.
    expect(parts.kernelSend).toBeCloseTo(5 * 3 * MiB, 3);
    expect(parts.writeBuffer).toBeCloseTo(5 * 8 * MiB, 3);
    expect(parts.handler).toBeCloseTo(5 * 2 * (BODY - 8 * MiB), 3);
  });

  it('outlast the limiter: budget is free once the last part is handed over', () => {
    const { endedAt, latencyOk } = simulate(
      flood(2, {
        ...slow,
        'clients[0].responseSize': '8MiB',
        'pod.limiter.enabled': true,
        'pod.limiter.budget': '8MiB',
      }),
      '1',
    );
    // One budget for both, yet they are read side by side: 8 MiB at 1 MB/s each.
    expect(latencyOk).toHaveLength(2);
    expect(endedAt).toBeCloseTo((8 * MiB) / 1e6, 6);
  });

  it('free the slot when HAProxy has the rest, not when the client has it', () => {
    const clients = [{ kind: 'closed', workers: 2, requests: 2 }];
    const small = { 'clients[0].responseSize': '3MB', 'haproxy.enabled': true };
    const model = modelFrom({ clients }, { ...BARE, ...slow, ...small, 'haproxy.maxconn': 1 });
    const { queueWait, latencyOk } = simulate(model, '1');
    // Both responses fit the socket between HAProxy and its client: the second waits for nothing.
    expect([...queueWait]).toEqual([0, 0]);
    expect([...latencyOk]).toEqual([3, 3]);
  });
});

describe('a shared link', () => {
  it('carries responses too, those that end up between HAProxy and its clients as well', () => {
    const clients = [{ kind: 'closed', workers: 10, requests: 10, method: 'GET' }];
    const model = (size: string) =>
      modelFrom(
        { clients },
        {
          ...BARE,
          'haproxy.enabled': true,
          'pod.handler': 'parts',
          'upstream.latency': '0s',
          'clients[0].responseSize': size,
          'link.rate': '10MB/s',
        },
      );
    expect(simulate(model('3MB'), '1').endedAt).toBeCloseTo(3, 6);
    expect(simulate(model('16MB'), '1').endedAt).toBeCloseTo(16, 6);
  });

  it('bounds reading and encrypting together: no upload is through before its bytes can be', () => {
    const clients = [{ kind: 'closed', workers: 100, requests: 100 }];
    const model = modelFrom(
      { clients },
      {
        ...BARE,
        'pod.handler': 'read-all',
        'pod.cpu.read': '1.4GB/s',
        'pod.cpu.encrypt': '2GB/s',
        'link.rate': '1GB/s',
        'upstream.latency': '0s',
      },
    );
    // 1.6 GB take 1.6 s on the link and 0.8 s of blocking calls, in which nothing is read.
    expect(simulate(model, '1').endedAt).toBeGreaterThan(1.6 + 0.8 - 0.05);
  });
});

describe('slow and paced clients', () => {
  it('take as long as their pace says, whatever the buffers on the way', () => {
    for (const sendBuffer of ['0B', '1B', '3.6MiB', '100MiB']) {
      const clients = [{ kind: 'closed', workers: 1, requests: 1, method: 'GET' }];
      const overrides = {
        ...BARE,
        'haproxy.enabled': true,
        'pod.handler': 'parts',
        'clients[0].responseSize': '64MB',
        'clients[0].pace': '1MB/s',
        'pod.sendBuffer': sendBuffer,
        'upstream.latency': '0s',
      };
      expect(simulate(modelFrom({ clients }, overrides), '1').endedAt).toBeCloseTo(64, 6);
    }
  });

  it('leave the kernel empty while they are read: what it held comes first', () => {
    const simulation = new Simulation(
      flood(40, {
        'pod.handler': 'sleep-then-read',
        'pod.kernelBuffer': '6MiB',
        'clients[0].pace': '4MB/s',
        'pod.cgroup': 'v1',
        'upstream.latency': '2s',
      }),
      '1',
    );
    simulation.begin();
    simulation.run(2.5);
    // 2.5 s at 4 MB/s, all in the handler's hands and so charged under v1.
    expect(simulation.pods.memory.charged(0)).toBeGreaterThan(24 * MiB + 40 * 0.99 * 6 * MiB);
  });
});

describe('a handler that is granted budget while the client still fills the buffers', () => {
  it.each(['sleep-then-read', 'incident-fit'])('goes on with one flow: %s', (handler) => {
    const clients = [
      { kind: 'closed', workers: 1, requests: 1, method: 'GET', responseSize: '1kB' },
      { kind: 'closed', workers: 1, requests: 1, bodySize: '4MB', pace: '1MB/s' },
    ];
    const overrides = {
      ...BARE,
      'pod.handler': handler,
      'pod.uvicornBuffer': '125KiB',
      'pod.limiter.enabled': true,
      'pod.limiter.budget': '8MiB',
      'upstream.latency': '50ms',
      'run.maxEvents': 1000,
    };
    expect(simulate(modelFrom({ clients }, overrides), '1').endings.ok).toBe(2);
  });
});

describe('a crowd without end at a dead pod', () => {
  it('moves on in time, as each failure costs its worker a pause', () => {
    const clients = [{ kind: 'closed', workers: 128, requests: 'none' }];
    const overrides = {
      ...BARE,
      'pod.handler': 'read-all',
      'pod.memoryLimit': '512Mi',
      'run.horizon': '20s',
      'run.maxEvents': 2_000_000,
    };
    expect(simulate(modelFrom({ clients }, overrides), '1').endings.unfinished).toBe(0);
  });
});

describe('the death of a pod', () => {
  it('comes at the exact instant the memory crosses the limit', () => {
    const model = flood(8, {
      'pod.handler': 'received',
      'clients[0].bodySize': '100MB',
      'link.rate': '125MB/s',
      'pod.memoryLimit': '512Mi',
    });
    const { kills } = simulate(model, '1');
    expect(kills[0]!.at).toBeCloseTo((488 * MiB) / 125e6, 9);
    expect(kills[0]!.inFlight).toBe(8);
  });

  it('spares a pod whose memory touches the limit and goes no further', () => {
    const fill = (limit: number) =>
      simulate(
        flood(4, {
          'pod.handler': 'constant',
          'pod.service': '1s',
          'pod.memoryLimit': `${limit}B`,
        }),
        '1',
      );
    expect(fill(24 * MiB + 4 * BODY).kills).toHaveLength(0);
    expect(fill(24 * MiB + 4 * BODY - 1).kills).toHaveLength(1);
  });

  it('cuts off every request in it, and the restart follows the back-off of the kubelet', () => {
    const clients = [{ kind: 'open', rate: '20/s', bodySize: '100MB' }];
    const overrides = {
      ...BARE,
      'pod.handler': 'constant',
      'pod.memoryLimit': '512Mi',
      'pod.service': '60s',
      'pod.startup': '1s',
      'run.horizon': '60s',
    };
    const { kills, endings, podSecondsLost } = simulate(modelFrom({ clients }, overrides), '1');
    // At once, then 10 s, 20 s, ... each plus 1 s to start.
    const waits = kills.map(({ at, readyAt }) => readyAt - at);
    [1, 11, 21].forEach((wait, i) => {
      expect(waits[i]).toBeCloseTo(wait, 9);
    });
    expect(endings.killed).toBe(5 * kills.length + kills.length);
    expect(endings.no_server).toBeGreaterThan(0);
    expect(podSecondsLost).toBeCloseTo(
      waits.reduce((sum, wait) => sum + wait),
      6,
    );
  });

  it('starts the next process with an empty heap', () => {
    const model = flood(20, {
      'pod.handler': 'read-all',
      'pod.memoryLimit': '512Mi',
      'pod.retention': 0.9,
    });
    const simulation = new Simulation(model, '1');
    simulation.begin();
    simulation.run();
    expect(simulation.recorder.state.kills).toHaveLength(1);
    expect(simulation.pods.memory.charged(0)).toBe(24 * MiB);
  });
});

describe('a fault from outside', () => {
  it('kills a pod at its instant, and is no OOM kill', () => {
    const clients = [{ kind: 'closed', workers: 4, requests: 40 }];
    const overrides = {
      ...BARE,
      'pod.handler': 'constant',
      'pod.service': '1s',
      'pod.restart.first': '5s',
      'run.faults': [{ at: '2.5s', pod: 0 }],
    };
    const { kills, endings, podSecondsLost } = simulate(modelFrom({ clients }, overrides), '1');
    expect(kills).toEqual([]);
    expect(endings.killed).toBe(4);
    expect(podSecondsLost).toBeCloseTo(6, 9);
  });
});

describe('the event loop', () => {
  it('encrypts one part at a time, first come, first served, and reads nothing meanwhile', () => {
    const model = flood(2, {
      'pod.handler': 'parts',
      'clients[0].bodySize': '8MiB',
      'pod.cpu.read': '80MiB/s',
      'pod.cpu.encrypt': '16MiB/s',
      'upstream.latency': '1s',
    });
    // Read together by 0.2 s, then encrypted in turn for 0.5 s each.
    const { latencyOk } = simulate(model, '1');
    expect(latencyOk[0]).toBeCloseTo(0.2 + 0.5 + 1, 9);
    expect(latencyOk[1]).toBeCloseTo(0.2 + 1 + 1, 9);
  });

  it('slows reading and encrypting with the CPU limit', () => {
    const model = (cpuLimit: string) =>
      flood(1, {
        'pod.handler': 'read-all',
        'pod.cpuLimit': cpuLimit,
        'pod.cpu.read': '160MB/s',
        'pod.cpu.encrypt': '80MB/s',
        'upstream.latency': '0s',
      });
    expect(simulate(model('none'), '1').endedAt).toBeCloseTo(0.3, 9);
    expect(simulate(model('500m'), '1').endedAt).toBeCloseTo(0.6, 9);
    expect(simulate(model('4'), '1').endedAt).toBeCloseTo(0.3, 9);
  });

  it('on average leaves reading what encrypting does not take', () => {
    const clients = [{ kind: 'closed', workers: 30, requests: 600 }];
    const model = modelFrom(
      { clients },
      {
        ...BARE,
        'pod.handler': 'parts',
        'pod.cpu.read': '1GB/s',
        'pod.cpu.encrypt': '2GB/s',
        'upstream.latency': '0s',
      },
    );
    const { goodputBytes, endedAt } = simulate(model, '1');
    expect(goodputBytes / endedAt / (1 / (1 / 1e9 + 1 / 2e9))).toBeCloseTo(1, 2);
  });
});

describe('the store', () => {
  it('makes calls wait for a connection when there are fewer than callers', () => {
    const model = flood(6, {
      'pod.handler': 'read-all',
      'upstream.latency': '1s',
      'upstream.connections': 2,
    });
    expect([...simulate(model, '1').latencyOk]).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('transfers at the rate of one connection', () => {
    const model = flood(3, {
      'upstream.latency': '1s',
      'upstream.rate': '16MB/s',
      'pod.handler': 'read-all',
    });
    expect([...simulate(model, '1').latencyOk]).toEqual([2, 2, 2]);
  });
});
