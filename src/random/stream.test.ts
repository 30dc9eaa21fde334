import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Stream } from './stream.ts';

const draws = (stream: Stream, n: number) => Float64Array.from({ length: n }, () => stream.next());

function correlation(x: Float64Array, y: Float64Array): number {
  const mean = (z: Float64Array) => z.reduce((sum, v) => sum + v, 0) / z.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

describe('Stream', () => {
  it('draws from [0, 1) with all 53 bits in use', () => {
    const stream = new Stream('range');
    let odd = 0;
    const wrong: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      const u = stream.next();
      const bits = u * 2 ** 53;
      if (!(u >= 0 && u < 1 && Number.isInteger(bits))) wrong.push(u);
      odd += bits % 2;
    }
    expect(wrong).toEqual([]);
    // The last bit is a fair coin: four standard deviations are 632.
    expect(Math.abs(odd - 50_000)).toBeLessThan(632);
  });

  it('gives the same numbers for the same name, and these for this one', () => {
    expect(draws(new Stream('a/b'), 300)).toEqual(draws(new Stream('a/b'), 300));
    expect([...draws(new Stream('golden'), 3)]).toEqual(GOLDEN);
  });

  it('goes on exactly from a snapshot, at any point, through JSON', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (before, after) => {
        const stream = new Stream('snapshot');
        draws(stream, before);
        const state = JSON.parse(JSON.stringify(stream.snapshot()));
        const first = draws(stream, after);
        stream.restore(state);
        expect(draws(stream, after)).toEqual(first);
        const other = new Stream('another');
        other.restore(state);
        expect(draws(other, after)).toEqual(first);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('takes a snapshot without moving, and twice alike', () => {
    const stream = new Stream('still');
    draws(stream, 128);
    expect(stream.snapshot()).toEqual(stream.snapshot());
    const twin = new Stream('still');
    draws(twin, 128);
    stream.restore(stream.snapshot());
    expect(draws(stream, 5)).toEqual(draws(twin, 5));
  });

  it('is uncorrelated with streams of similar names, at any small lag', () => {
    const n = 20_000;
    const names = ['1/arrivals', '2/arrivals', '1/arrivalt', '11/arrivals', '1/arrivals/0'];
    const all = names.map((name) => draws(new Stream(name), n + 3));
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j < i; j++) {
        for (let lag = 0; lag <= 3; lag++) {
          const r = correlation(all[i]!.subarray(0, n), all[j]!.subarray(lag, lag + n));
          expect(Math.abs(r), `${names[i]} and ${names[j]}, lag ${lag}`).toBeLessThan(
            4 / Math.sqrt(n),
          );
        }
      }
    }
  });

  it('shows no trace of neighbouring seeds in the first draws', () => {
    const n = 20_000;
    const first = Float64Array.from({ length: n + 1 }, (_, k) => new Stream(`rep${k}`).next());
    expect(new Set(first).size).toBe(n + 1);
    const r = correlation(first.subarray(0, n), first.subarray(1));
    expect(Math.abs(r)).toBeLessThan(4 / Math.sqrt(n));
    // First draws over seeds fill 100 cells evenly: chi-squared, 99 degrees, mean 99, s.d. 14.1.
    const cells = new Float64Array(100);
    for (const u of first) cells[Math.floor(u * 100)]!++;
    const expected = (n + 1) / 100;
    const chi2 = cells.reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
    expect(chi2).toBeGreaterThan(99 - 4 * 14.1);
    expect(chi2).toBeLessThan(99 + 4 * 14.1);
  });
});

/** Frozen: a change here changes every run ever made. */
const GOLDEN = [0.8387054145514218, 0.27424640626524543, 0.08986409345611956];
