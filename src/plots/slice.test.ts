import { expect, it } from 'vitest';
import { exampleResults } from './example-results.fixture.ts';
import { boundHoldsUpTo, gridWith, heldInWords, hold, shareRange } from './slice.ts';

const results = exampleResults('maxconn');

it('a grid is found by name, or else by what it varies', () => {
  expect(gridWith(results, 'main', ['haproxy.maxconn'])?.grid.name).toBe('main');
  expect(gridWith(results, 'main', ['clients[0].workers'])?.grid.name).toBe('fan');
  expect(gridWith(results, 'main', ['link.rate'])).toBeNull();
});

it('what a chart does not show is held at the value of the model, and said', () => {
  const slice = hold(gridWith(results, 'main', [])!, results.facts, ['pod.handler']);
  expect(heldInWords(slice)).toBe('haproxy.maxconn 40, pod.replicas 3');
  expect(slice.rows).toHaveLength(6);
  expect(new Set(slice.rows.map((row) => row['haproxy.maxconn']))).toEqual(new Set([40]));
});

it('a value the experiment does not test is replaced by the first it does', () => {
  const facts = { ...results.facts, podReplicas: 7 };
  const slice = hold(gridWith(results, 'main', [])!, facts, ['pod.handler']);
  expect(slice.held).toContainEqual({ path: 'pod.replicas', label: '1' });
});

it('the bound holds up to the last of the first rows that all keep the limit', () => {
  const upTo = (...bounds: (number | null)[]) =>
    boundHoldsUpTo(
      bounds.map((bound_bytes, index) => ({ index, bound_bytes })),
      { ...results.facts, memoryLimitBytes: 100 },
    )?.index;
  expect(upTo(50, 100, 101, 60)).toBe(1);
  expect(upTo(50, 60)).toBe(1);
  expect(upTo(101, 50)).toBeUndefined();
  expect(upTo(50, null, 60)).toBe(0);
  expect(upTo()).toBeUndefined();
});

it('a range of shares is one share where they read alike', () => {
  const range = (...shares: (number | null)[]) =>
    shareRange(
      shares.map((share) => ({ share })),
      'share',
    );
  expect(range(0.5, null, 0.25)).toBe('25% to 50%');
  expect(range(0.5, 0.5001)).toBe('50%');
  expect(range(null)).toBeNull();
});
