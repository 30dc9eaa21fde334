import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillNetwork } from './fill.ts';
import { endsOf, FOREVER, type Job, network } from './flow-rig.fixture.ts';

/** The same by steps from change to change, with all sites on one link filled anew at each. */
function linkedEnds(link: number, capacity: number, sites: number, jobs: readonly Job[]): number[] {
  const left = jobs.map(({ bytes }) => bytes);
  const ends = jobs.map(() => Number.NaN);
  let open: number[] = [];
  let pending = jobs.map((_, job) => job).sort((a, b) => jobs[a]!.at - jobs[b]!.at);
  let now = 0;
  while (pending.length > 0 || open.length > 0) {
    open.sort((a, b) => jobs[a]!.cap - jobs[b]!.cap);
    const classes = open.map((job) => {
      const { site, cap } = jobs[job]!;
      const unset = { rate: 0, bound: false, open: false };
      return { site, cap, usesSite: true, usesLink: true, count: 1, ...unset };
    });
    fillNetwork(classes, link, capacity, sites);
    const arrival = pending.length > 0 ? jobs[pending[0]!]!.at - now : FOREVER;
    const finishes = open.map((job, i) => left[job]! / classes[i]!.rate);
    const step = Math.min(arrival, ...finishes);
    open.forEach((job, i) => {
      left[job]! -= classes[i]!.rate * step;
    });
    now += step;
    for (const job of open) if (left[job]! <= 1e-7) ends[job] = now;
    const come = pending.filter((job) => jobs[job]!.at <= now);
    open = [...open.filter((job) => left[job]! > 1e-7), ...come];
    pending = pending.filter((job) => jobs[job]!.at > now);
  }
  return ends;
}

describe('a shared link', () => {
  it('agrees with filling all sites of a link at every step, whether it couples them or not', () => {
    const job = fc.record({
      at: fc.integer({ min: 0, max: 20 }),
      site: fc.nat(2),
      bytes: fc.integer({ min: 1, max: 100 }),
      cap: fc.constantFrom(1, 2, 5, FOREVER),
    });
    fc.assert(
      fc.property(
        fc.array(job, { minLength: 1, maxLength: 20 }),
        fc.constantFrom(4, 12, 25, 31),
        (jobs, linkCapacity) => {
          const ends = endsOf({ siteCapacity: 10, sites: 3, linkCapacity }, jobs);
          linkedEnds(linkCapacity, 10, 3, jobs).forEach((end, flow) => {
            expect(ends[flow]).toBeCloseTo(end, 5);
          });
        },
      ),
      { seed: 9, numRuns: 200 },
    );
  });

  it('leaves the other sites of a link alone while it has room for all', () => {
    const { simulator, flows } = network({ sites: 3, linkCapacity: 20, siteCapacity: 10 });
    const settled: number[] = [];
    flows.levels.tellsAll = true;
    flows.onSettled = (site) => settled.push(site);
    const begin = simulator.on((flow) => {
      flows.touch(flow % 3);
      flows.start(flow % 3, 0, flow, 60, flow < 2 ? 5 : FOREVER);
    });
    for (const flow of [0, 1, 2, 3]) simulator.schedule(flow, begin, flow);
    simulator.run(1, 100);
    expect(settled).toEqual([0, 1]);
    // 5, 5 and 10 B/s are all there is.
    simulator.run(2, 100);
    expect(flows.linkRate()).toBe(20);
    simulator.run(3, 100);
    expect(settled.slice(-3).sort()).toEqual([0, 1, 2]);
    expect(flows.linkRate()).toBeCloseTo(20, 9);
  });

  it('lets sites share a link: four flows in two sites', () => {
    // 6 B/s of link over 4 flows, one of them capped at 0.5: 0.5, then 5.5 / 3 each.
    const jobs = [
      { at: 0, site: 0, bytes: 1, cap: 0.5 },
      { at: 0, site: 0, bytes: 5.5, cap: 100 },
      { at: 0, site: 1, bytes: 5.5, cap: 100 },
      { at: 0, site: 1, bytes: 5.5, cap: 100 },
    ];
    const ends = endsOf({ sites: 2, linkCapacity: 6, siteCapacity: 50 }, jobs);
    // The capped flow ends at 2 s; the others have moved 11/3 each and share 6 B/s from there on.
    expect(ends[0]).toBeCloseTo(2, 12);
    for (const flow of [1, 2, 3]) expect(ends[flow]).toBeCloseTo(2 + (5.5 - 11 / 3) / 2, 12);
  });
});
