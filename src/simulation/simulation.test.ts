import { describe, expect, it } from 'vitest';
import { type Model, modelFrom } from '../config/config.ts';
import { assertInvariants } from './invariants.ts';
import { simulate } from './simulate.ts';
import { Simulation } from './simulation.ts';

/** A flood that kills pods, with chance in every room. */
const stormy = modelFrom(
  { clients: [{ kind: 'closed', workers: 60, requests: 240, getShare: 0.3 }] },
  {
    'pod.replicas': 3,
    'pod.handler': 'read-all',
    'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.05 },
    'pod.restart.base': '1s',
    'haproxy.maxconn': 12,
    'haproxy.replicas': 2,
    'clients[0].bodySize': { law: 'lognormal', mean: '16MB', cv: 0.5 },
    'clients[0].pace': { law: 'lognormal', mean: '40MB/s', cv: 0.3 },
    'upstream.latency': { law: 'lognormal', mean: '250ms', cv: 0.5 },
  },
);

describe('a run', () => {
  it('is the same to the last bit for the same model and seed, and another for another seed', () => {
    const [first, second, other] = ['1', '1', '2'].map((seed) => simulate(stormy, seed));
    expect(second).toEqual(first);
    expect(other!.trajectory).not.toBe(first!.trajectory);
    expect(first!.kills.length).toBeGreaterThan(0);
  });

  it('goes on from a snapshot exactly as it did before, through kills and restarts', () => {
    const reference = new Simulation(stormy, '1');
    reference.begin();
    reference.run();
    for (const at of [0, 0.3, 1.1, 4]) {
      const simulation = new Simulation(stormy, '1');
      simulation.begin();
      simulation.run(at);
      const saved = simulation.snapshot();
      simulation.run();
      expect(simulation.recorder.trajectory()).toBe(reference.recorder.trajectory());
      simulation.restore(saved);
      simulation.run();
      assertInvariants(simulation);
      expect(simulation.recorder.trajectory()).toBe(reference.recorder.trajectory());
    }
  });

  it('parts ways from its clones on fresh substreams, and each clone is reproducible', () => {
    const simulation = new Simulation(stormy, '1');
    simulation.begin();
    simulation.run(0.5);
    const saved = simulation.snapshot();
    const clone = (label: string) => {
      simulation.restore(saved);
      simulation.fork(label);
      simulation.run();
      assertInvariants(simulation);
      return simulation.recorder.trajectory();
    };
    const [a, b, again] = [clone('a'), clone('b'), clone('a')];
    expect(a).not.toBe(b);
    expect(again).toBe(a);
  });

  it('draws the same requests whatever stands between clients and pods (common random numbers)', () => {
    const sizes = (model: Model) => {
      const simulation = new Simulation(model, '7');
      simulation.begin();
      simulation.run(0);
      return [...simulation.table.state.bodyBytes.slice(0, 60)];
    };
    const clients = [
      { kind: 'closed', workers: 60, bodySize: { law: 'exponential', mean: '16MB' } },
    ];
    const one = modelFrom({ clients }, { 'haproxy.maxconn': 5 });
    const other = modelFrom({ clients }, { 'haproxy.enabled': false, 'pod.handler': 'parts' });
    expect(sizes(one)).toEqual(sizes(other));
  });

  it('leaves nothing behind after 100,000 bodies at once but what rounding explains', () => {
    const crowd = { kind: 'closed', workers: 100_000, requests: 100_000 };
    const model = modelFrom(
      { clients: [crowd] },
      {
        'haproxy.enabled': false,
        'pod.replicas': 1,
        'pod.memoryLimit': 'none',
        'pod.handler': 'parts',
      },
    );
    expect(simulate(model, '1').endings.ok).toBe(100_000);
  });

  it('reports what is still inside as unfinished when its event budget runs out', () => {
    const { endings, requests } = simulate(modelFrom({}, { 'run.maxEvents': 500 }), '1');
    expect(endings.unfinished).toBeGreaterThan(0);
    expect(Object.values(endings).reduce((sum, n) => sum + n)).toBe(requests);
  });
});

describe('what counts', () => {
  it('is no byte of a multipart upload that has failed, whatever became of its parts', () => {
    const upload = { kind: 'wave', bodySize: '24MB', multipart: { partSize: '8MB' } };
    const direct = { 'haproxy.enabled': false, 'pod.replicas': 1, 'pod.memoryLimit': 'none' };
    const goodput = (patience: string) => {
      const clients = [{ ...upload, workers: 1, pace: '8MB/s', patience }];
      return simulate(modelFrom({ clients }, direct), '1');
    };
    expect(goodput('none').goodputBytes).toBe(24e6);
    const partsFail = goodput('1.5s');
    expect(partsFail.endings).toMatchObject({ ok: 1, client_gave_up: 3 });
    expect(partsFail.goodputBytes).toBe(0);
    const waits = { ...direct, 'haproxy.enabled': true, 'haproxy.maxconn': 2 };
    const clients = [{ ...upload, workers: 1, pace: '24MB/s', patience: '1.5s' }];
    const oneFails = simulate(modelFrom({ clients }, waits), '1');
    expect(oneFails.endings).toMatchObject({ ok: 3, client_gave_up: 1 });
    expect(oneFails.goodputBytes).toBe(0);
  });

  it('is no kill after the horizon, though there are such kills', () => {
    const clients = [{ kind: 'closed', workers: 60, requests: 60, bodySize: '16MB' }];
    const pod = { 'haproxy.enabled': false, 'pod.replicas': 1, 'pod.handler': 'read-all' };
    const kills = (horizon: string) => {
      const run = simulate(modelFrom({ clients }, { ...pod, 'run.horizon': horizon }), '1');
      return [run.kills.length, run.lateKills];
    };
    const [inTime] = kills('600s');
    expect(inTime).toBeGreaterThan(0);
    expect(kills('1ms')).toEqual([0, inTime]);
  });

  it('has no part in the peak by the horizon, which a limit must be below to kill in time', () => {
    const clients = [{ kind: 'closed', workers: 4, requests: 4, bodySize: '16MB', pace: '4MB/s' }];
    const pod = { 'haproxy.enabled': false, 'pod.replicas': 1, 'pod.handler': 'read-all' };
    const run = (horizon: string, memoryLimit: string) =>
      simulate(
        modelFrom({ clients }, { ...pod, 'pod.memoryLimit': memoryLimit, 'run.horizon': horizon }),
        '1',
      );
    // In the middle of the bodies, between two events.
    const early = run('2s', 'none');
    const late = run('600s', 'none');
    expect(early.trajectory).toBe(late.trajectory);
    expect(early.peakMemoryBytes).toEqual(late.peakMemoryBytes);
    expect(late.peakByHorizonBytes).toEqual(late.peakMemoryBytes);
    const peak = early.peakByHorizonBytes[0]!;
    expect(peak).toBeLessThan(late.peakByHorizonBytes[0]!);
    const killsBelow = (bytes: number) => {
      const { kills, lateKills } = run('2s', `${Math.round(bytes)}B`);
      return [kills.length, lateKills];
    };
    expect(killsBelow(peak - 100)).toEqual([1, 0]);
    expect(killsBelow(peak + 100)).toEqual([0, 1]);
  });
});
