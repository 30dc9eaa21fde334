/** How often our intervals cover: macro-replications of an M/M/1 queue, seeds fixed beforehand. */
import { expect, it } from 'vitest';
import { sfc32, sojourns } from './lindley.fixture.ts';
import { quantileInterval } from './quantile-interval.ts';
import { steadyState } from './steady-state.ts';

/** Of so many intervals that cover 95% of the time so many do: the 99.9% bands. */
const BANDS = { 300: [272, 296], 1000: [926, 971] } as const;

/** @param customers per macro-replication, by utilisation */
export function describeCoverage(
  customers: Readonly<Record<number, number>>,
  macros: keyof typeof BANDS,
): void {
  const [fewest, most] = BANDS[macros];
  for (const [key, count] of Object.entries(customers)) {
    const rho = Number(key);
    it(`mean and p99 intervals of M/M/1 at ${rho} cover ${fewest} to ${most} of ${macros} times`, () => {
      const mean = 1 / (1 - rho);
      const p99 = -Math.log(0.01) / (1 - rho);
      const covered = { mean: 0, p99: 0, flagged: 0, p99TooLow: 0 };
      for (let macro = 0; macro < macros; macro++) {
        const times = sojourns(rho, count, sfc32(1000 * rho + 7919 * macro));
        const average = steadyState(times).mean;
        const tail = quantileInterval(times, 0.99);
        if (average === null) covered.flagged++;
        else if (average.low <= mean && mean <= average.high) covered.mean++;
        if (tail.low <= p99 && p99 <= tail.high) covered.p99++;
        if (tail.high < p99) covered.p99TooLow++;
      }
      for (const figure of ['mean', 'p99'] as const) {
        expect(covered[figure], figure).toBeGreaterThanOrEqual(fewest);
        expect(covered[figure], figure).toBeLessThanOrEqual(most);
      }
      expect(covered.flagged).toBeLessThanOrEqual(0.005 * macros);
      // The dangerous side: an upper end below the truth.
      expect(covered.p99TooLow).toBeLessThanOrEqual(0.055 * macros);
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
