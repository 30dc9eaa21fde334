/** The simulator against a second implementation of the same model that is simpler than it. */
import { describe, expect, it } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { HANDLERS } from '../pod/options.ts';
import { ENDINGS } from '../request/ending.ts';
import { type Comparison, compare } from './compare.fixture.ts';
import { randomSystem } from './random-system.fixture.ts';

const SYSTEMS = 500;

/** Each by the number it is drawn by: `randomSystem(number)` with the number as its seed. */
const compared: Comparison[] = Array.from({ length: SYSTEMS }, (_, number) =>
  compare(randomSystem(number), String(number)),
);

describe(`${SYSTEMS} random systems`, () => {
  it('have each attempt end alike, at its pod and instant, and each pod peak and die alike', () => {
    const parted = compared.flatMap(({ faults }, number) =>
      faults.length === 0 ? [] : [`system ${number}: ${faults.slice(0, 3)}`],
    );
    expect(parted).toEqual([]);
  });

  it('have up to hundreds of attempts, and few of them hang on rounding', () => {
    const sizes = compared.map(({ naive }) => naive.fates.length);
    expect(Math.max(...sizes)).toBeGreaterThan(200);
    const undecided = compared.filter(
      ({ naive, disagreements }) => naive.tiedAt < Number.POSITIVE_INFINITY && disagreements.length,
    );
    expect(undecided.length).toBeLessThan(SYSTEMS / 40);
  });

  it('see every ending of the model, and deaths of pods', () => {
    const seen = new Set(compared.flatMap(({ naive }) => naive.fates.map(({ ending }) => ending)));
    // An attempt that is unfinished has not ended.
    expect(ENDINGS.filter((ending) => !seen.has(ending))).toEqual(['unfinished']);
    expect(compared.flatMap(({ naive }) => naive.kills).length).toBeGreaterThan(100);
  });
});

/** Equal bodies that are sent together and march in step: who comes first is who was sent first. */
const STEPS = [
  { 'clients[0].pace': 'none' },
  { 'clients[0].pace': '20MB/s' },
  { 'clients[0].pace': '20MB/s', 'link.rate': '300MB/s' },
  { 'clients[0].pace': '20MB/s', 'pod.memoryLimit': '256Mi' },
];

describe.each(HANDLERS)('a flood in step: %s', (handler) => {
  it.each(['PUT', 'GET'])('goes alike, direct and through HAProxy: %s', (method) => {
    const clients = [{ kind: 'closed', workers: 24, requests: 48, method }];
    for (const step of STEPS) {
      for (const enabled of [true, false]) {
        const overrides = {
          'haproxy.enabled': enabled,
          'haproxy.maxconn': 8,
          'haproxy.timeouts.queue': '7.1s',
          'pod.replicas': 1,
          'pod.handler': handler,
          'pod.memoryLimit': 'none',
          'pod.startup': '1.3s',
          'upstream.latency': '250ms',
          ...step,
        };
        const { disagreements } = compare(modelFrom({ clients }, overrides), '1');
        expect(disagreements, JSON.stringify(overrides)).toEqual([]);
      }
    }
  });
});
