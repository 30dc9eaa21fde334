/** How often our intervals cover: macro-replications of an M/M/1 queue, seeds fixed beforehand. */
import { expect, it } from 'vitest';
import { sfc32, sojourns } from './lindley.fixture.ts';
import { orderedQuantile } from './quantile.ts';
import { fromSections, steadyState } from './steady-state.ts';

/** Of 1000 intervals that cover 95% of the time, 926 to 971 do: the 99.9% band. */
const MACRO = 1000;
const BAND = [926, 971] as const;
/** Few and long: a section of 500 has 5 values beyond its p99, and intervals cover 90% only. */
const SECTIONS = 10;

/** @param customers per macro-replication, by utilisation */
export function describeCoverage(customers: Readonly<Record<number, number>>): void {
  for (const [key, count] of Object.entries(customers)) {
    const rho = Number(key);
    it(`mean and p99 intervals of M/M/1 at ${rho} cover ${BAND[0]} to ${BAND[1]} of 1000 times`, () => {
      const mean = 1 / (1 - rho);
      const p99 = -Math.log(0.01) / (1 - rho);
      const covered = { mean: 0, p99: 0, flagged: 0, p99TooLow: 0 };
      for (let macro = 0; macro < MACRO; macro++) {
        const times = sojourns(rho, count, sfc32(1000 * rho + 7919 * macro));
        const length = count / SECTIONS;
        const means = new Array<number>(SECTIONS);
        const figures = new Array<number>(SECTIONS);
        for (let i = 0; i < SECTIONS; i++) {
          const section = times.subarray(i * length, (i + 1) * length);
          means[i] = section.reduce((sum, time) => sum + time, 0) / length;
          figures[i] = upperQuantile(section, 0.99, p99 / 4);
        }
        const average = fromSections(means.reduce((a, b) => a + b) / SECTIONS, means);
        const tail = fromSections(upperQuantile(times, 0.99, p99 / 4), figures);
        if (average.low <= mean && mean <= average.high) covered.mean++;
        if (tail.low <= p99 && p99 <= tail.high) covered.p99++;
        if (tail.high < p99) covered.p99TooLow++;
      }
      for (const figure of ['mean', 'p99'] as const) {
        expect(covered[figure], figure).toBeGreaterThanOrEqual(BAND[0]);
        expect(covered[figure], figure).toBeLessThanOrEqual(BAND[1]);
      }
      // The dangerous side: an upper end below the truth.
      expect(covered.p99TooLow).toBeLessThanOrEqual(55);
    });
  }

  it('a settled run is flagged hardly ever, one that climbs always', () => {
    let flagged = 0;
    for (let run = 0; run < 200; run++) {
      const { mean } = steadyState(sojourns(0.5, 4000, sfc32(run)));
      if (mean === null) flagged++;
      const climbing = steadyState(sojourns(1.3, 4000, sfc32(run)));
      expect(climbing.mean).toBeNull();
      expect(climbing.notStationary).not.toBe('');
    }
    expect(flagged).toBeLessThanOrEqual(6);
  });
}

/** The p-quantile of values, of which only those above `floor` need to be put in order. */
function upperQuantile(values: Float64Array, p: number, floor: number): number {
  const upper = values.filter((value) => value > floor).sort();
  const below = values.length - upper.length;
  return orderedQuantile({ count: values.length, at: (rank) => upper[rank - below]! }, 0, p);
}
