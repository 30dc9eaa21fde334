import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOf, FOREVER, network } from './flow-rig.fixture.ts';
import { slopeOf } from './forecast.ts';
import { standingStill, stillSince } from './standing-still.ts';

/** The same by small steps of rates found by bisection of the water level, one site, no link. */
function naiveEnds(
  capacity: number,
  jobs: readonly { at: number; bytes: number; cap: number }[],
): number[] {
  const left = jobs.map(({ bytes }) => bytes);
  const ends = jobs.map(() => Number.NaN);
  const open = new Set<number>();
  const pending = jobs.map((_, job) => job).sort((a, b) => jobs[a]!.at - jobs[b]!.at);
  let now = 0;
  while (pending.length > 0 || open.size > 0) {
    let low = 0;
    let high = capacity;
    for (let i = 0; i < 200; i++) {
      const level = (low + high) / 2;
      const sum = [...open].reduce((total, job) => total + Math.min(jobs[job]!.cap, level), 0);
      if (sum > capacity) high = level;
      else low = level;
    }
    const rate = (job: number) => Math.min(jobs[job]!.cap, high);
    const arrival = pending.length > 0 ? jobs[pending[0]!]!.at - now : FOREVER;
    const finish = Math.min(...[...open].map((job) => left[job]! / rate(job)), FOREVER);
    const step = Math.min(arrival, finish);
    for (const job of open) left[job]! -= rate(job) * step;
    now += step;
    for (const job of [...open]) {
      if (left[job]! > 1e-7) continue;
      ends[job] = now;
      open.delete(job);
    }
    while (pending.length > 0 && jobs[pending[0]!]!.at <= now) open.add(pending.shift()!);
  }
  return ends;
}

describe('flow network', () => {
  it('agrees with step-by-step integration on random flows through one capacity', () => {
    const job = fc.record({
      at: fc.integer({ min: 0, max: 20 }),
      bytes: fc.integer({ min: 1, max: 100 }),
      cap: fc.constantFrom(1, 2, 5, 20),
    });
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 25 }), (jobs) => {
        const ends = endsOf(
          { siteCapacity: 10 },
          jobs.map((each) => ({ ...each, site: 0 })),
        );
        naiveEnds(10, jobs).forEach((end, flow) => {
          expect(ends[flow]).toBeCloseTo(end, 6);
        });
      }),
      { seed: 8, numRuns: 150 },
    );
  });

  it('ends equal flows at exactly the same instant', () => {
    const jobs = Array.from({ length: 7 }, () => ({ at: 0.1, site: 0, bytes: 1e7, cap: FOREVER }));
    const ends = endsOf({ siteCapacity: 1e9 / 3 }, jobs);
    expect(new Set(ends).size).toBe(1);
  });

  it('moves bytes between levels and says how much a stopped flow has moved', () => {
    const { simulator, flows } = network({ siteCapacity: 10 });
    flows.touch(0);
    flows.levels.add(0, 0, 100);
    flows.start(0, 1, 0, 50, 4);
    flows.start(0, 0, 1, 50, FOREVER);
    flows.settle();
    expect([slopeOf(flows.state, 0, 0), slopeOf(flows.state, 0, 1)]).toEqual([6, 4]);
    const stop = simulator.on(() => {
      flows.touch(0);
      expect(flows.stop(0)).toBe(12);
      expect(flows.flows.isFlowing(0)).toBe(false);
      expect([flows.levels.at(0, 0), flows.levels.at(0, 1)]).toEqual([118, 12]);
    });
    simulator.schedule(3, stop, 0);
    simulator.run(FOREVER, 100);
    expect(simulator.now).toBe(5);
    expect([flows.levels.at(0, 0), flows.levels.at(0, 1)]).toEqual([138, 12]);
  });

  it('holds up in a stall what the site limits, not what the client paces', () => {
    const { simulator, flows } = network({ siteCapacity: 10, sustainedCapacity: 10 });
    const ends: [number, number][] = [];
    flows.onEnd = (flow) => ends.push([flow, simulator.now]);
    flows.touch(0);
    flows.start(0, 0, 0, 12, 2);
    flows.start(0, 0, 1, 80, FOREVER);
    flows.settle();
    const stall = simulator.on((on) => {
      flows.touch(0);
      flows.stall(0, on === 1);
    });
    simulator.schedule(1, stall, 1);
    simulator.schedule(4, stall, 0);
    simulator.run(FOREVER, 100);
    // Bound: 8 B/s to 1 s, nothing to 4 s, 8 B/s to 6 s, then alone at 10 B/s for its last 56 B.
    expect(ends).toEqual([
      [0, 6],
      [1, 11.6],
    ]);
  });

  it('does not take the stale entry of a flow that left for its new flow', () => {
    const { simulator, flows } = network({ siteCapacity: 10 });
    const ends: [number, number][] = [];
    flows.onEnd = (flow) => ends.push([flow, simulator.now]);
    flows.touch(0);
    for (const flow of [0, 1]) flows.start(0, 0, flow, 50, FOREVER);
    flows.settle();
    const move = simulator.on(() => {
      flows.touch(0);
      flows.stop(0);
      flows.start(0, 1, 0, 50, 1);
    });
    simulator.schedule(2, move, 0);
    simulator.run(FOREVER, 100);
    // Flow 1 had moved 10 B by then and has the site for itself; flow 0 goes on at its own 1 B/s.
    expect(ends).toEqual([
      [1, 6],
      [0, 52],
    ]);
  });

  it('forgets all flows and bytes of a site that is cleared', () => {
    const { simulator, flows } = network({ siteCapacity: 10, sites: 2 });
    const ended: number[] = [];
    flows.onEnd = (flow) => ended.push(flow);
    for (const site of [0, 1]) {
      flows.touch(site);
      flows.start(site, 0, site, 10, FOREVER);
    }
    flows.settle();
    const clear = simulator.on(() => {
      flows.touch(0);
      flows.clear(0);
    });
    simulator.schedule(0.5, clear, 0);
    simulator.run(FOREVER, 100);
    expect(ended).toEqual([1]);
    expect(flows.levels.at(0, 0)).toBe(0);
    expect(flows.levels.at(1, 0)).toBe(10);
  });
});

it('flows stand still in a stall since they last moved, or since they started in it', () => {
  const { simulator, flows } = network({ siteCapacity: 10 });
  const act = simulator.on((what) => {
    flows.touch(0);
    if (what < 2) flows.start(0, 0, what, 100, FOREVER);
    else flows.stall(0, what === 2);
  });
  for (const [at, what] of [
    [0, 0],
    [2, 2],
    [3, 1],
    [6, 3],
  ] as const) {
    simulator.schedule(at, act, what);
  }
  simulator.run(1, 1e6);
  expect(standingStill(flows.state, 0)).toEqual([]);
  simulator.run(5, 1e6);
  expect(standingStill(flows.state, 0)).toEqual([0, 1]);
  expect([0, 1].map((flow) => stillSince(flows.state, flow))).toEqual([2, 3]);
  simulator.run(6, 1e6);
  expect(standingStill(flows.state, 0)).toEqual([]);
});
