import { describe, expect, it } from 'vitest';
import { casesOfOracle, type OracleCase, oracleCases } from './cases.ts';
import { horizonOf } from './run-length.ts';

describe('the table of oracle cases', () => {
  it('names every case once', () => {
    const ids = oracleCases().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('finds all cases of an oracle, by the first word of their ids', () => {
    for (const { id, oracle } of oracleCases()) {
      expect(id.split(' ')[0]).toBe(oracle);
      const same = oracleCases().filter((other) => other.oracle === oracle);
      expect(casesOfOracle(oracle)).toEqual(same);
    }
    expect(casesOfOracle('O0')).toEqual([]);
  });

  it('covers every oracle that a simulation can meet', () => {
    const oracles = new Set(oracleCases().map(({ oracle }) => oracle));
    expect([...oracles].sort()).toEqual(
      [
        'O1',
        'O2',
        'O3',
        'O4',
        'O5',
        'O6',
        'O7',
        'O8',
        'O9',
        'O14',
        'O15',
        'O16',
        'O17',
        'O18',
        'O19',
        'O20',
      ].sort(),
    );
  });

  it('has a short case of every oracle, and none that is too rare to be seen', () => {
    for (const { oracle } of oracleCases()) {
      expect(oracleCases().some((other) => other.oracle === oracle && !other.deep)).toBe(true);
    }
    for (const { id, exact, statistic, design } of oracleCases()) {
      expect(Number.isFinite(exact), id).toBe(true);
      const share = statistic !== 'wait-mean' && design.kind !== 'exact';
      if (share) expect(exact, id).toBeGreaterThan(2e-4);
    }
  });

  it('gives cases of one run one model, design and seed, and others another seed', () => {
    const firsts = new Map<string, OracleCase>();
    for (const one of oracleCases()) {
      const first = firsts.get(one.run) ?? one;
      firsts.set(one.run, first);
      expect(one.model, one.run).toEqual(first.model);
      expect(one.design, one.run).toEqual(first.design);
      expect([one.seed, one.deep]).toEqual([first.seed, first.deep]);
    }
    const seeds = [...firsts.values()].map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it('gives every case what its statistic needs', () => {
    for (const { id, statistic, model, station, threshold, rank, instants } of oracleCases()) {
      expect(model === null, id).toBe(statistic === 'blocked-share');
      expect(station !== undefined, id).toBe(statistic === 'blocked-share');
      expect(rank !== undefined, id).toBe(statistic === 'completion-time');
      expect(instants !== undefined, id).toBe(statistic === 'in-flight-above');
      const above = statistic === 'time-above' || statistic === 'in-flight-above';
      expect(threshold !== undefined, id).toBe(above);
    }
  });

  it('runs models of batches exactly as long as the design says', () => {
    const long = oracleCases().filter(({ model, design }) => model && design.kind === 'batches');
    expect(long.length).toBeGreaterThan(80);
    for (const { id, model, design } of long) {
      expect(model!.run, id).toEqual({ horizon: `${horizonOf(design)}s` });
    }
  });

  it('is plain data, so that it crosses threads', () => {
    expect(JSON.parse(JSON.stringify(oracleCases()))).toEqual(oracleCases());
  });
});
