import { describe, expect, it } from 'vitest';
import { exponential } from '../random/exponential.ts';
import { Streams } from '../random/streams.ts';
import { Moments } from '../stats/moments.ts';
import { Arrivals } from './arrivals.ts';
import type { OpenClient } from './options.ts';
import { optionsOf, rig } from './rig.fixture.ts';

function arrivals(client: object, horizon: number, seed = 'x'): number[] {
  const options = optionsOf({ kind: 'open', ...client }) as OpenClient;
  const source = new Arrivals(new Streams(seed), 0, options, horizon);
  const instants: number[] = [];
  for (let at = source.after(0); at <= horizon; at = source.after(at)) instants.push(at);
  return instants;
}

const countIn = (instants: readonly number[], from: number, to: number) =>
  instants.filter((at) => at > from && at <= to).length;

/** Asserts a Poisson count within four standard errors of its mean. */
function expectPoisson(count: number, expected: number): void {
  expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(expected));
}

describe('plain arrivals', () => {
  it('are the sums of exponential gaps from one stream, one draw each', () => {
    const stream = new Streams('x').get('clients[0]/arrivals');
    const gap = exponential(1 / 7);
    let at = 0;
    for (const instant of arrivals({ rate: '7/s' }, 100)) {
      at += gap.sample(stream);
      expect(instant).toBe(at);
    }
    expect(at).toBeGreaterThan(90);
  });
});

describe('a schedule', () => {
  const schedule = [
    { at: '100s', rate: '50/s' },
    { at: '150s', rate: '0/s' },
    { at: '200s', rate: '2/s' },
  ];

  it('gives each of its steps its own rate, from its time on', () => {
    const instants = arrivals({ rate: '10/s', schedule }, 1000);
    expectPoisson(countIn(instants, 0, 100), 1000);
    expectPoisson(countIn(instants, 100, 150), 2500);
    expect(countIn(instants, 150, 200)).toBe(0);
    expectPoisson(countIn(instants, 200, 1000), 1600);
  });

  it('changes when the same draws arrive, not what they add up to', () => {
    const loadOf = (at: number) =>
      10 * Math.min(at, 100) + 50 * Math.min(Math.max(at - 100, 0), 50) + 2 * Math.max(at - 200, 0);
    const plain = arrivals({ rate: '1/s' }, 3000);
    const changing = arrivals({ rate: '10/s', schedule }, 300);
    expect(changing.length).toBeGreaterThan(3000);
    for (const [index, at] of changing.slice(0, plain.length).entries()) {
      expect(loadOf(at)).toBeCloseTo(plain[index]!, 6);
    }
  });

  it('may begin at 0, and may end in silence', () => {
    const instants = arrivals(
      {
        rate: '99/s',
        schedule: [
          { at: '0s', rate: '5/s' },
          { at: '10s', rate: '0/s' },
        ],
      },
      1e6,
    );
    expectPoisson(instants.length, 50);
    expect(Math.max(...instants)).toBeLessThanOrEqual(10);
  });
});

describe('bursts', () => {
  it('of constant length have arrivals in every burst and none in the silence after it', () => {
    const instants = arrivals({ rate: '20/s', bursts: { on: '1s', off: '3s' } }, 4000);
    expect(instants.every((at) => at % 4 <= 1)).toBe(true);
    expectPoisson(instants.length, 20 * 1000);
    const bursts = new Set(instants.map((at) => Math.floor(at / 4)));
    expect(bursts.size).toBe(1000);
  });

  it('of exponential length have the gaps of an interrupted Poisson process', () => {
    // Kuczura 1973: a renewal process of rate r w / (g + w) and with
    // c^2 = 1 + 2 r g / (g + w)^2, for bursts of mean 1 / g and silences of mean 1 / w.
    const [r, g, w] = [5, 1, 1 / 2];
    const law = (mean: string) => ({ law: 'exponential', mean });
    const client = { rate: `${r}/s`, bursts: { on: law('1s'), off: law('2s') } };
    const batches = Array.from({ length: 60 }, (_, seed) => {
      const instants = arrivals(client, 1500, String(seed));
      const gaps = instants.map((at, index) => at - (instants[index - 1] ?? 0));
      const { mean, variance } = Moments.of(gaps);
      return { mean, squaredCv: variance / mean ** 2 };
    });
    for (const [key, theory] of [
      ['mean', (g + w) / (r * w)],
      ['squaredCv', 1 + (2 * r * g) / (g + w) ** 2],
    ] as const) {
      const { mean, standardError } = Moments.of(batches.map((batch) => batch[key]));
      expect(Math.abs(mean - theory), key).toBeLessThan(4 * standardError);
    }
  });

  it('follow the schedule while they are on', () => {
    const client = {
      rate: '100/s',
      schedule: [{ at: '50s', rate: '10/s' }],
      bursts: { on: '2s', off: '2s' },
    };
    const instants = arrivals(client, 100);
    expect(instants.every((at) => at % 4 <= 2)).toBe(true);
    expectPoisson(countIn(instants, 0, 50), 100 * 26);
    expectPoisson(countIn(instants, 50, 100), 10 * 24);
  });
});

describe('an open population', () => {
  it('begins an operation at each arrival, up to the horizon, without waiting for answers', () => {
    const { start, sent } = rig({ kind: 'open', rate: '7/s' }, { serve: () => null, horizon: 50 });
    start();
    expect(sent.map(({ at }) => at)).toEqual(arrivals({ rate: '7/s' }, 50));
    expect(new Set(sent.map(({ worker }) => worker)).size).toBe(sent.length);
  });

  it('delays each by its start jitter, and sends none after the horizon', () => {
    const client = { kind: 'open', rate: '7/s', startJitter: '3s' };
    const { start, sent } = rig(client, { serve: () => null, horizon: 50 });
    start();
    const expected = arrivals({ rate: '7/s' }, 50).map((at) => at + 3);
    expect(sent.map(({ at }) => at)).toEqual(expected.filter((at) => at <= 50));
  });
});
