/** What a pod does as its connections go slow, silent or away: small systems with known answers. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { DELETE, GET } from '../request/table.ts';
import { PodRig } from './pod-rig.fixture.ts';
import { simulate } from './simulate.ts';

const KiB = 2 ** 10;
const MiB = 2 ** 20;
const NEVER = Number.POSITIVE_INFINITY;

/** What the buffers of an unread body hold in the rig. */
const PARKED = MiB + 128 * KiB;

describe('progress', () => {
  it('is told as a body comes in, waits and goes on: by part, and once it is whole', () => {
    const rig = new PodRig();
    rig.send();
    rig.run();
    // 8 s of reading; buffers fill while the part is sent on for 10 s; 8 - 1.125 s more; thinking.
    expect(rig.progress).toEqual([
      'uploading/pod',
      'uploading/flows',
      'uploading/pod',
      'uploading/flows',
      'thinking/pod',
    ]);
    expect(rig.endings).toEqual([{ request: 0, ending: 'ok', at: 8 + 10 + 8 - PARKED / MiB + 10 }]);
  });

  it('is told as an answer goes out, and as the pod has no more of it yet', () => {
    const rig = new PodRig({ 'pod.sendBuffer': '0B' });
    rig.send({ method: GET });
    rig.run();
    // The second part is fetched for 10 s, while the first takes its client 8 s.
    expect(rig.progress).toEqual([
      'thinking/pod',
      'responding/flows',
      'responding/pod',
      'responding/flows',
      'responding/pod',
    ]);
    expect(rig.endings[0]!.at).toBe(10 + 10 + 8);
  });

  it('calls a request whole as its last byte is in a buffer, though nobody has read it', () => {
    const rig = new PodRig({ 'pod.handler': 'sleep-then-read' });
    const request = rig.send({ bytes: MiB });
    rig.run(0.99);
    expect(rig.stateOf(request)).toBe('uploading/flows');
    rig.run(1);
    expect(rig.stateOf(request)).toBe('thinking/pod');
  });

  it('waits for the client while it stalls, and for the pod while its buffers are full', () => {
    const rig = new PodRig({ 'pod.handler': 'sleep-then-read' });
    const stalled = rig.send({ stallAt: MiB, stallFor: 3 });
    const full = rig.send({ stallAt: 2 * MiB, stallFor: 3 });
    rig.run(2);
    expect([rig.stateOf(stalled), rig.stateOf(full)]).toEqual([
      'uploading/client',
      'uploading/pod',
    ]);
  });
});

describe('a client that leaves', () => {
  const limited = {
    'pod.handler': 'limiter-then-read',
    'pod.limiter.budget': '16MiB',
    'pod.limiter.wait': '60s',
    'pod.copies': 1,
  };

  it('while its body is read frees all of it at once', () => {
    const rig = new PodRig({ 'pod.handler': 'read-all' });
    const request = rig.send();
    rig.at(5, () => rig.abort(request));
    rig.run(4.9);
    expect(rig.parts().handler).toBeCloseTo(4.9 * MiB, 3);
    rig.run();
    expect(rig.endings).toEqual([{ request, ending: 'client_gave_up', at: 5 }]);
    expect(rig.leftovers()).toBeNull();
  });

  it('keeps its place in line for budget and what it parked, and ends as it is granted', () => {
    const rig = new PodRig(limited);
    rig.send({ bytes: 8 * MiB });
    const request = rig.send();
    rig.at(5, () => rig.abort(request));
    rig.run(17.9);
    // The first one holds the budget for 8 s of reading and 10 s of upload.
    const { unread, kernelReceive } = rig.parts();
    expect(unread + kernelReceive).toBe(PARKED);
    rig.run();
    expect(rig.endings).toContainEqual({ request, ending: 'client_gave_up', at: 18 });
    expect(rig.leftovers()).toBeNull();
  });

  it('keeps others in line waiting until its own wait for budget is over', () => {
    const rig = new PodRig({ ...limited, 'pod.limiter.wait': '6s' });
    rig.send({ bytes: 8 * MiB });
    const request = rig.send();
    rig.at(1, () => rig.abort(request));
    rig.run();
    expect(rig.endings[0]).toEqual({ request, ending: 'limiter_rejected', at: 6 });
  });

  it('in mid-upload is noticed when the handler reads on, after its call to the store', () => {
    const rig = new PodRig();
    const request = rig.send();
    rig.at(12, () => rig.abort(request));
    rig.run(17.9);
    expect(rig.parts().handler).toBe(8 * MiB);
    expect(rig.parts().kernelReceive).toBe(MiB);
    rig.run();
    expect(rig.endings).toEqual([{ request, ending: 'client_gave_up', at: 18 }]);
  });

  it('after its last byte is not noticed: the request runs to its end', () => {
    const rig = new PodRig({ 'pod.handler': 'read-all', 'pod.service': '2s' });
    const upload = rig.send();
    const remove = rig.send({ method: DELETE });
    rig.at(17, () => rig.abort(upload));
    rig.at(1, () => rig.abort(remove));
    rig.run();
    expect(rig.endings).toEqual([
      { request: remove, ending: 'ok', at: 12 },
      { request: upload, ending: 'ok', at: 16 + 10 + 2 },
    ]);
  });

  it('at the very instant of its last byte is not noticed either', () => {
    const rig = new PodRig({ 'pod.handler': 'read-all' });
    // A ten-millionth of a byte before the end: less than the sums of flows are good for.
    rig.at(16 - 1e-13, () => rig.abort(0));
    rig.send();
    rig.run();
    expect(rig.endings.map(({ ending }) => ending)).toEqual(['ok']);
    expect(rig.simulator.now).toBeCloseTo(16 + 10, 9);
    expect(rig.leftovers()).toBeNull();
  });

  it('with all of an unread body sent is noticed if uvicorn still reads the connection', () => {
    const rig = new PodRig({ 'pod.handler': 'sleep-then-read' });
    const small = rig.send({ bytes: 60 * KiB });
    const large = rig.send({ bytes: 100 * KiB });
    for (const request of [small, large]) rig.at(5, () => rig.abort(request));
    rig.run();
    // Above 64 KiB it has stopped reading, so that the body comes before the end of the connection.
    expect(rig.endings.map(({ ending }) => ending)).toEqual(['client_gave_up', 'ok']);
  });

  it('while its object is fetched is noticed as the answer would begin', () => {
    const rig = new PodRig();
    const request = rig.send({ method: GET });
    rig.at(5, () => rig.abort(request));
    rig.run();
    expect(rig.endings).toEqual([{ request, ending: 'client_gave_up', at: 10 }]);
  });

  it('while it is answered frees buffers and budget at once, and its call to the store', () => {
    const rig = new PodRig({
      ...limited,
      'pod.handler': 'limiter-then-parts',
      'upstream.connections': 1,
    });
    const request = rig.send({ method: GET });
    rig.at(12, () => rig.abort(request));
    rig.at(13, () => {
      expect(rig.leftovers()).toBeNull();
      rig.send({ method: DELETE });
    });
    rig.run();
    // The connection to the store is free again: the next call takes its own 10 s and no more.
    expect(rig.endings.map(({ ending, at }) => [ending, at])).toEqual([
      ['client_gave_up', 12],
      ['ok', 23],
    ]);
  });

  it('is noticed after a blocking call of its own that runs, before one that waits', () => {
    const rig = new PodRig({ 'pod.cpu.encrypt': '8MiB/s', 'upstream.latency': '0s' });
    const [running, waiting] = [0, 0].map(() => rig.send({ method: GET }));
    // Two parts of 8 MiB each, a second a part: both answer from 2 s on, both want another second.
    rig.at(2.5, () => {
      rig.abort(running!);
      rig.abort(waiting!);
    });
    rig.run();
    expect(rig.endings).toEqual([
      { request: waiting, ending: 'client_gave_up', at: 2.5 },
      { request: running, ending: 'client_gave_up', at: 3 },
    ]);
  });

  it('with its answer all outside the pod stops that flow, and ends nothing twice', () => {
    const rig = new PodRig({ 'upstream.latency': '1s' }, '1', 3e6);
    const request = rig.send({ method: GET, bytes: 2e6, pace: 1e5 });
    rig.run(2);
    expect(rig.pods.isTaking(request)).toBe(true);
    rig.abort(request);
    rig.run();
    expect(rig.endings).toEqual([{ request, ending: 'ok', at: 1 }]);
    expect(rig.simulator.now).toBe(2);
    expect(rig.leftovers()).toBeNull();
  });

  it('at the instant its next part is ready leaves nothing flowing', () => {
    const rig = new PodRig({ 'pod.cpu.encrypt': '8MiB/s', 'upstream.latency': '0s' });
    rig.at(2, () => rig.abort(0));
    // A second a part: the second one is decrypted from 1 s to 2 s.
    rig.send({ method: GET });
    rig.run();
    expect(rig.endings).toEqual([{ request: 0, ending: 'client_gave_up', at: 2 }]);
    expect(rig.leftovers()).toBeNull();
  });

  it('twice, or of no pod at all, is nothing', () => {
    const rig = new PodRig();
    const request = rig.send();
    rig.run(1);
    rig.abort(request);
    rig.abort(request);
    rig.run();
    rig.pods.abort(request);
    rig.run();
    expect(rig.endings).toHaveLength(1);
    expect(rig.leftovers()).toBeNull();
  });
});

describe('a client that stalls', () => {
  it('sends up to its byte, then nothing, then goes on', () => {
    const rig = new PodRig({ 'pod.handler': 'received' });
    rig.send({ stallAt: 5 * MiB, stallFor: 3 });
    for (const [at, bytes] of [
      [4, 4],
      [6, 5],
      [8, 5],
      [9, 6],
    ] as const) {
      rig.run(at);
      expect(rig.parts().handler, `at ${at} s`).toBeCloseTo(bytes * MiB, 3);
    }
    rig.run();
    expect(rig.endings[0]!.at).toBe(16 + 3);
  });

  it('reads up to its byte, then nothing, then goes on, with and without a pace', () => {
    for (const [pace, end] of [
      [MiB, 1 + 4 + 3],
      [NEVER, 1 + 3],
    ] as const) {
      const rig = new PodRig({ 'upstream.latency': '1s', 'pod.sendBuffer': '1MiB' });
      rig.send({ method: GET, bytes: 4 * MiB, pace, stallAt: MiB, stallFor: 3 });
      rig.run(3);
      expect(rig.parts().writeBuffer, `${pace} B/s`).toBe(4 * MiB);
      expect(rig.parts().kernelSend, `${pace} B/s`).toBe(MiB);
      rig.run();
      expect(rig.endings[0]!.at, `${pace} B/s`).toBe(end);
    }
  });

  it('and then takes at once what lies in the pod and outside it is answered once', () => {
    const rig = new PodRig({ 'upstream.latency': '1s' }, '1', 3e6);
    rig.send({ method: GET, bytes: 4e6, pace: NEVER, stallAt: 100e3, stallFor: 2 });
    rig.run(2);
    expect(rig.parts().kernelSend).toBe(900e3);
    rig.run();
    expect(rig.endings).toEqual([{ request: 0, ending: 'ok', at: 3 }]);
    expect(rig.leftovers()).toBeNull();
  });

  it('for good is never ended by its pod, which says so instead of going on for ever', () => {
    const rig = new PodRig();
    const request = rig.send({ stallAt: MiB, stallFor: NEVER });
    rig.send({ method: GET, stallAt: MiB, stallFor: NEVER });
    rig.run();
    expect(rig.endings).toEqual([]);
    expect(rig.pods.stalledForGood()).toBe(2);
    rig.abort(request);
    rig.run();
    expect(rig.pods.stalledForGood()).toBe(1);
  });
});

describe('a client that expects 100 Continue', () => {
  it('parks nothing until the handler first reads', () => {
    const rig = new PodRig({ 'pod.handler': 'sleep-then-read' });
    rig.send({ expectWait: NEVER });
    rig.run(9.9);
    expect(rig.parts().unread + rig.parts().kernelReceive).toBe(0);
    rig.run();
    expect(rig.endings[0]!.at).toBe(10 + 16);
  });

  it('sends unasked when its own wait, which began as it sent the request, is over', () => {
    const rig = new PodRig({ 'pod.handler': 'sleep-then-read' });
    rig.send({ expectWait: 2 });
    rig.run(2.5);
    expect(rig.parts().unread + rig.parts().kernelReceive).toBe(0.5 * MiB);
  });

  it('sends at once to a handler that reads at once', () => {
    const [asks, asksNot] = [NEVER, 0].map((expectWait) => {
      const rig = new PodRig({ 'pod.handler': 'read-all' });
      rig.send({ expectWait });
      rig.run();
      return rig.endings[0]!.at;
    });
    expect(asks).toBe(asksNot);
  });
});

describe('a kept connection', () => {
  const parks = { 'pod.handler': 'sleep-then-read', 'pod.warmKernelBuffer': '6MiB' };
  const kept = { keepsAlive: true, pace: NEVER };

  it('parks more once a body was read through it, one request at a time', () => {
    const rig = new PodRig(parks);
    rig.send(kept);
    rig.run();
    rig.send(kept);
    rig.send(kept);
    rig.send({ pace: NEVER });
    rig.run(rig.simulator.now + 1);
    // One of the three found the warm connection, the others came on fresh ones.
    expect(rig.parts().kernelReceive).toBe(6 * MiB + 2 * MiB);
  });

  it('is not warmed by requests without a body, and lost with the pod or by a client that leaves', () => {
    const parkedAfter = (before: (rig: PodRig) => void) => {
      const rig = new PodRig(parks);
      before(rig);
      rig.run();
      rig.send(kept);
      rig.run(rig.simulator.now + 1);
      return rig.parts().kernelReceive;
    };
    expect(parkedAfter((rig) => rig.send({ ...kept, method: GET }))).toBe(MiB);
    const leaves = (rig: PodRig) => {
      const request = rig.send(kept);
      rig.at(5, () => rig.abort(request));
    };
    expect(parkedAfter(leaves)).toBe(MiB);
    const dies = (rig: PodRig) => {
      rig.send(kept);
      rig.at(15, () => rig.pods.kill(0));
    };
    expect(parkedAfter(dies)).toBe(MiB);
    expect(parkedAfter((rig) => rig.send(kept))).toBe(6 * MiB);
  });
});

describe('a probe of the event loop', () => {
  const slow = { 'pod.handler': 'read-all', 'pod.cpu.encrypt': '8MiB/s' };
  const crowd = (rig: PodRig, uploads: number) => {
    for (let upload = 0; upload < uploads; upload++) rig.send({ pace: NEVER });
  };

  it('is answered after the blocking calls ahead of it, at once when there are none', () => {
    const rig = new PodRig(slow);
    expect(rig.pods.probe(0)).toBe(0);
    crowd(rig, 3);
    expect(rig.pods.probe(0)).toBe(6);
    rig.run(2.5);
    expect(rig.pods.probe(0)).toBe(3.5);
    rig.run();
    expect(rig.pods.probe(0)).toBe(0);
  });

  const liveness = {
    'pod.liveness.enabled': true,
    'pod.liveness.period': '2s',
    'pod.liveness.timeout': '1s',
    'pod.liveness.phase': '500ms',
    'pod.startup': '1s',
  };

  it('kills the pod after so many failures in a row, as the time-out of the last one is over', () => {
    const rig = new PodRig({ ...slow, ...liveness });
    // Ten seconds of calls: the probes at 0.5, 2.5 and 4.5 s fail.
    crowd(rig, 5);
    rig.run();
    expect(rig.deaths).toEqual([{ cause: 'liveness', at: 5.5 }]);
    expect(rig.endings.map(({ ending }) => ending)).toEqual(new Array(5).fill('killed'));
    expect(rig.pods.state.lifecycle.readyAt[0]).toBe(6.5);
  });

  it('spares a pod that passes one in between, and costs no event while the loop is free', () => {
    const rig = new PodRig({ ...slow, ...liveness, 'upstream.latency': '1h' });
    // Six seconds of calls: only the probes at 0.5, 2.5 s fail; that at 4.5 s is answered by 5.5 s.
    rig.send({ pace: NEVER, bytes: 44 * MiB });
    rig.run();
    expect(rig.deaths).toEqual([]);
    expect(rig.simulator.state.ran).toBeLessThan(10);
  });

  it('keeps a busy pod out of the Service, and a new one until it has passed once', () => {
    const readiness = {
      'pod.readiness.enabled': true,
      'pod.readiness.period': '2s',
      'pod.readiness.failureThreshold': 1,
      'pod.readiness.phase': '1s',
      'pod.startup': '1s',
    };
    const rig = new PodRig({ ...slow, ...readiness });
    crowd(rig, 3);
    const readyAt = (instant: number) => {
      rig.run(instant);
      return rig.pods.isReady(0);
    };
    rig.at(20, () => rig.pods.kill(0));
    // The probe at 1 s has failed by 2 s; that at 5 s finds the loop free.
    expect([1.9, 2, 4.9, 5].map(readyAt)).toEqual([true, false, false, true]);
    // Killed at 20 s, it listens again at 21 s and passes its first probe a second later.
    expect([19, 20, 21.9, 22].map(readyAt)).toEqual([true, false, false, true]);
  });
});

describe('a whole run', () => {
  const bare = { 'haproxy.enabled': false, 'pod.replicas': 1, 'pod.handler': 'read-all' };

  it('ends with those unfinished whose clients stall for good, and nobody to end them', () => {
    const stall = { share: 1, after: '1MB', for: 'none' };
    const clients = [
      { kind: 'closed', workers: 3, requests: 3, stall },
      { kind: 'closed', workers: 2, requests: 4 },
    ];
    const { endings } = simulate(modelFrom({ clients }, bare), '1');
    expect([endings.ok, endings.unfinished]).toEqual([4, 3]);
  });

  const slow = { ...bare, 'pod.cpu.encrypt': '8MB/s', 'pod.memoryLimit': 'none' };

  it('counts kills by the liveness probe apart from those by the OOM killer', () => {
    const clients = [{ kind: 'closed', workers: 5, requests: 5 }];
    const liveness = { 'pod.liveness.enabled': true, 'pod.liveness.period': '2s' };
    const run = simulate(modelFrom({ clients }, { ...slow, ...liveness }), '1');
    // Two seconds a body: the probes at 2, 4 and 6 s fail, by 7 s three are through.
    expect([run.livenessKills, run.kills.length, run.endings.killed]).toEqual([1, 0, 2]);
  });

  it('sends nothing to a pod that fails its readiness probe, unless through HAProxy', () => {
    const one = { kind: 'closed', workers: 1, requests: 1 };
    const clients = [
      { ...one, workers: 3, requests: 3 },
      { ...one, startJitter: '3s' },
    ];
    const readiness = {
      'pod.readiness.enabled': true,
      'pod.readiness.period': '1s',
      'pod.readiness.failureThreshold': 1,
    };
    const late = (overrides: object) =>
      simulate(modelFrom({ clients }, { ...slow, ...readiness, ...overrides }), '1').endings;
    expect(late({}).no_server).toBe(1);
    expect(late({ 'haproxy.enabled': true }).no_server).toBe(0);
  });
});

describe('a body that is parked and then passed on', () => {
  it('is sent once, and kept no longer', () => {
    const rig = new PodRig({
      'pod.handler': 'incident-fit',
      'pod.limiter.enabled': true,
      'pod.limiter.budget': '16MiB',
      'pod.limiter.wait': '60s',
      'pod.kernelBuffer': '20MiB',
      'pod.cgroup': 'v2',
    });
    rig.send();
    rig.send();
    // 16 s of passing on, and a call of 10 s; the other one is parked by then.
    rig.run(25.9);
    const parked = rig.parts();
    expect(parked.unread + parked.kernelReceive).toBeCloseTo(16 * MiB, 3);
    rig.run(26.1);
    const passed = rig.parts();
    expect(passed.unread + passed.kernelReceive).toBe(0);
    rig.run();
    expect(rig.endings.map(({ ending, at }) => [ending, at])).toEqual([
      ['ok', 26],
      ['ok', 36],
    ]);
    expect(rig.leftovers()).toBeNull();
  });
});

describe('how many bodies are read side by side', () => {
  const overlaps = (rig: PodRig) => [...rig.pods.handling.state.crowd.overlap.slice(0, 8)];

  it('is the most there were at any time while a body was read', () => {
    const rig = new PodRig({ 'pod.handler': 'read-all' });
    rig.send({ bytes: 64 * MiB });
    for (const at of [10, 30, 50]) {
      const count = at === 30 ? 3 : 1;
      rig.at(at, () => Array.from({ length: count }, () => rig.send({ bytes: 8 * MiB })));
    }
    rig.run(70);
    // The large one is read alone at its beginning and its end; ids are used again.
    expect(overlaps(rig).slice(0, 4)).toEqual([4, 4, 4, 2]);
  });

  it('does not count those that were read before it began', () => {
    const rig = new PodRig({ 'pod.handler': 'read-all' });
    for (let i = 0; i < 4; i++) rig.send({ bytes: MiB });
    rig.at(2, () => rig.send({ bytes: MiB }));
    rig.at(2.5, () => rig.send({ bytes: MiB }));
    rig.run(5);
    expect(overlaps(rig).slice(0, 6)).toEqual([4, 4, 4, 4, 2, 2]);
  });
});
