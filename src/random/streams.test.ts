import { describe, expect, it } from 'vitest';
import type { Stream } from './stream.ts';
import { Streams } from './streams.ts';

const draws = (stream: Stream, n: number) => Array.from({ length: n }, () => stream.next());

describe('Streams', () => {
  it('has one stream per purpose, the same object each time', () => {
    const streams = new Streams('1');
    const arrivals = streams.get('arrivals');
    const state = streams.snapshot();
    streams.fork('x');
    streams.restore(state);
    expect(streams.get('arrivals')).toBe(arrivals);
  });

  it('leaves the other purposes alone when one draws more', () => {
    const a = new Streams('1');
    const b = new Streams('1');
    draws(a.get('pace'), 1000);
    expect(draws(a.get('sizes'), 10)).toEqual(draws(b.get('sizes'), 10));
  });

  it('differs by seed and by purpose, however they are put together', () => {
    const first = (seed: string, purpose: string) => new Streams(seed).get(purpose).next();
    const values = [first('1', '2'), first('2', '1'), first('1/2', ''), first('', '1/2')];
    expect(new Set(values).size).toBe(values.length);
  });

  it('goes on exactly from a snapshot, and starts later purposes anew', () => {
    const streams = new Streams('7');
    draws(streams.get('a'), 200);
    const state = JSON.parse(JSON.stringify(streams.snapshot()));
    const next = draws(streams.get('a'), 200);
    const fresh = draws(streams.get('late'), 5);
    streams.fork('elsewhere');
    draws(streams.get('a'), 3);
    streams.restore(state);
    expect(draws(streams.get('a'), 200)).toEqual(next);
    expect(draws(streams.get('late'), 5)).toEqual(fresh);

    const clone = new Streams('7');
    clone.restore(state);
    expect(draws(clone.get('a'), 200)).toEqual(next);
    expect(draws(clone.get('late'), 5)).toEqual(fresh);
  });

  it('refuses the state of another seed', () => {
    expect(() => new Streams('1').restore(new Streams('2').snapshot())).toThrow(/seed 1.*seed 2/);
  });

  it('gives clones forked under different labels different futures, repeatably', () => {
    const parent = new Streams('3');
    draws(parent.get('a'), 10);
    const state = parent.snapshot();
    const future = (...labels: string[]) => {
      const clone = new Streams('3');
      clone.restore(state);
      for (const label of labels) clone.fork(label);
      return [clone.get('a').next(), clone.get('first used after the fork').next()];
    };
    const futures = [future(), future('1'), future('2'), future('1', '2'), future('1/2')];
    expect(new Set(futures.flat()).size).toBe(2 * futures.length);
    expect(future('1', '2')).toEqual(futures[3]);
  });
});
