import { expect, it } from 'vitest';
import { exampleResults } from './example-results.fixture.ts';
import { gridWith, hold } from './slice.ts';

const results = exampleResults('maxconn');

it('a grid is found by name, or else by what it varies', () => {
  expect(gridWith(results, 'main', ['haproxy.maxconn'])?.grid.name).toBe('main');
  expect(gridWith(results, 'main', ['clients[0].workers'])?.grid.name).toBe('fan');
  expect(gridWith(results, 'main', ['link.rate'])).toBeNull();
});

it('what a chart does not show is held at the value of the model, and said', () => {
  const slice = hold(gridWith(results, 'main', [])!, results.facts, ['pod.handler']);
  expect(slice.held).toEqual(['haproxy.maxconn 40', 'pod.replicas 3']);
  expect(slice.rows).toHaveLength(6);
  expect(new Set(slice.rows.map((row) => row['haproxy.maxconn']))).toEqual(new Set([40]));
});

it('a value the experiment does not test is replaced by the first it does', () => {
  const facts = { ...results.facts, podReplicas: 7 };
  const slice = hold(gridWith(results, 'main', [])!, facts, ['pod.handler']);
  expect(slice.held).toContain('pod.replicas 1');
});
