import { describe, expect, it } from 'vitest';
import { exactCoverage } from './exact-coverage.ts';
import { meanInterval } from './interval.ts';
import { clopperPearson, wilson } from './proportion.ts';
import { ratioOfMeans } from './ratio.ts';

describe('intervals of a proportion', () => {
  it('are the published ones', () => {
    // Newcombe, Statistics in Medicine 17 (1998), table I: 81/263, 15/148, 0/20, 1/29.
    const rounded = ({ low, high }: { low: number; high: number }) => [
      Number(low.toFixed(4)),
      Number(high.toFixed(4)),
    ];
    expect(rounded(wilson(81, 263))).toEqual([0.2553, 0.3662]);
    expect(rounded(wilson(15, 148))).toEqual([0.0624, 0.1605]);
    expect(rounded(wilson(0, 20))).toEqual([0, 0.1611]);
    expect(rounded(wilson(1, 29))).toEqual([0.0061, 0.1718]);
    expect(rounded(clopperPearson(81, 263))).toEqual([0.2527, 0.3676]);
    expect(rounded(clopperPearson(15, 148))).toEqual([0.0578, 0.1617]);
    expect(rounded(clopperPearson(0, 20))).toEqual([0, 0.1684]);
    expect(rounded(clopperPearson(1, 29))).toEqual([0.0009, 0.1776]);
  });

  it('say nothing without trials, and nothing impossible at the ends', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    for (const interval of [wilson, clopperPearson]) {
      expect(interval(0, 50).low).toBe(0);
      expect(interval(50, 50).high).toBe(1);
      expect(interval(0, 300).high).toBeLessThan(4 / 300);
      expect(interval(7, 50, 0.99).high).toBeGreaterThan(interval(7, 50, 0.95).high);
    }
  });

  it('cover as often as exact enumeration says', () => {
    expect(exactCoverage(100, 0.01, wilson)).toBeCloseTo(0.921, 3);
    expect(exactCoverage(100, 0.01, clopperPearson)).toBeCloseTo(0.982, 3);
    expect(exactCoverage(1000, 0.001, wilson)).toBeCloseTo(0.92, 3);
    expect(exactCoverage(1000, 0.001, clopperPearson)).toBeCloseTo(0.981, 3);
  });

  it('Clopper and Pearson never cover less than they say', () => {
    for (let i = 1; i < 50; i++) {
      expect(exactCoverage(40, i / 50, clopperPearson)).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe('meanInterval', () => {
  it("is Student's", () => {
    // Mean 3, s = 1.5811, t(0.975, 4) = 2.7764.
    const { value, standardError, low, high } = meanInterval([1, 2, 3, 4, 5]);
    expect(value).toBe(3);
    expect(standardError).toBeCloseTo(Math.sqrt(2.5 / 5), 12);
    expect(low).toBeCloseTo(3 - 1.96324, 4);
    expect(high).toBeCloseTo(3 + 1.96324, 4);
  });

  it('is infinite for one value and a point for equal ones', () => {
    expect(meanInterval([7])).toMatchObject({ value: 7, low: -Infinity, high: Infinity });
    expect(meanInterval([7, 7])).toEqual({ value: 7, standardError: 0, low: 7, high: 7 });
    expect(meanInterval([]).value).toBeNaN();
  });
});

describe('ratioOfMeans', () => {
  it('weighs by size, and is the mean where all sizes are equal', () => {
    expect(ratioOfMeans([1, 30], [1, 10]).value).toBeCloseTo(31 / 11, 12);
    const ratio = ratioOfMeans([2, 4, 9], [2, 2, 2]);
    const mean = meanInterval([1, 2, 4.5]);
    expect(ratio.value).toBeCloseTo(mean.value, 12);
    expect(ratio.standardError).toBeCloseTo(mean.standardError, 12);
    expect(ratio.high).toBeCloseTo(mean.high, 12);
  });

  it('is certain where numerator and denominator are proportional', () => {
    expect(ratioOfMeans([2, 4, 6], [1, 2, 3])).toEqual({
      value: 2,
      standardError: 0,
      low: 2,
      high: 2,
    });
    expect(ratioOfMeans([1], [4])).toMatchObject({ value: 0.25, low: -Infinity });
  });
});
