import { expect, test } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { HANDLERS } from '../pod/options.ts';
import { simulate } from '../simulation/simulate.ts';
import { deterministicBound } from './bound.ts';

const boundOf = (overrides: Record<string, unknown>) =>
  deterministicBound(modelFrom({}, { 'haproxy.maxconn': 10, ...overrides }));

test('the bound is base + requests x bytes of one request', () => {
  const bound = boundOf({
    'pod.handler': 'constant',
    'pod.base': '1MB',
    'clients[0].bodySize': '2MB',
  });
  expect(bound).toEqual({ bytes: 21e6, note: 'covers 1 x 10 requests in a pod' });
});

test('each frontproxy counts its own slots', () => {
  const held = (replicas: number) =>
    boundOf({ 'pod.handler': 'constant', 'pod.base': '0B', 'haproxy.replicas': replicas }).bytes!;
  expect(held(2)).toBe(2 * held(1));
});

test('a version that overshoots a restarted pod has twice the requests in it', () => {
  const held = (version: string) =>
    boundOf({ 'pod.handler': 'constant', 'pod.base': '0B', 'haproxy.version': version });
  expect(held('2.6').bytes).toBe(2 * held('3.2').bytes!);
  expect(held('2.6').note).toContain('after a restart under 2.6');
});

test.each([
  [{ 'haproxy.enabled': false }, 'no bound: HAProxy is out of the way'],
  [{ 'haproxy.maxconn': 'none' }, 'no bound: maxconn is none'],
  [
    { 'clients[0].bodySize': { law: 'exponential', mean: '16MB' } },
    'no bound: clients[0].bodySize (exponential) has no largest value',
  ],
  [
    { 'clients[0].method': 'GET', 'clients[0].responseSize': { law: 'exponential', mean: '16MB' } },
    'no bound: clients[0].responseSize (exponential) has no largest value',
  ],
  [
    { 'clients[0].patience': '5s' },
    'no bound: clients[0] may give up, and its bytes outlive its slot',
  ],
  [
    { 'haproxy.timeouts.server': '1s' },
    'no bound: timeouts.server frees slots whose bytes stay in the pod',
  ],
  [
    { 'haproxy.timeouts.client': '1s' },
    'no bound: timeouts.client frees slots whose bytes stay in the pod',
  ],
  [
    { 'haproxy.onMarkedDown': 'shutdown-sessions' },
    'no bound: onMarkedDown frees slots whose bytes stay in the pod',
  ],
  [
    { 'haproxy.version': '2.6', 'haproxy.slowstart': '10s' },
    'no bound: before 3.2 each step of slowstart sends more than twice maxconn to a pod',
  ],
  [
    { 'pod.residue': '1KiB', 'clients[0].requests': 'none', 'run.horizon': '1s' },
    'no bound: pod.residue grows with every request, without end',
  ],
])('no bound is printed where there is none: %o', (overrides, note) => {
  expect(boundOf(overrides)).toEqual({ bytes: null, note });
});

test('bodies that are never sent need no largest size', () => {
  const unbounded = { law: 'exponential', mean: '16MB' };
  expect(boundOf({ 'clients[0].responseSize': unbounded }).bytes).not.toBeNull();
  expect(
    boundOf({ 'clients[0].method': 'GET', 'clients[0].bodySize': unbounded }).bytes,
  ).not.toBeNull();
});

test('an unlimited run effect is covered up to a stated quantile', () => {
  const bound = boundOf({ 'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.04 } });
  expect(bound.bytes).toBeGreaterThan(boundOf({}).bytes!);
  expect(bound.note).toContain('run effect of up to 1.21');
});

test.each(
  HANDLERS.flatMap((handler) =>
    [
      { 'clients[0].getShare': 0 },
      { 'clients[0].getShare': 0.5, 'clients[0].pace': '5MB/s' },
      { 'clients[0].bodySize': { law: 'uniform', min: '100kB', max: '40MB' } },
      { 'clients[0].bodySize': '100MB', 'clients[0].multipart.partSize': '8MiB' },
      { 'clients[0].keepAlive': true, 'pod.residue': '1MiB', 'pod.limiter.enabled': true },
    ].map((traffic) => [handler, traffic] as const),
  ),
)('no simulated peak exceeds the bound: %s with %o', (handler, traffic) => {
  const model = modelFrom(
    {},
    {
      'pod.handler': handler,
      'pod.replicas': 2,
      'pod.memoryLimit': 'none',
      'haproxy.maxconn': 20,
      'haproxy.timeouts.queue': '1h',
      'pod.runEffect': { law: 'uniform', min: 0.9, max: 1.1 },
      'upstream.latency': { law: 'exponential', mean: '300ms' },
      ...traffic,
    },
  );
  const bound = deterministicBound(model).bytes!;
  for (const seed of ['1', '2', '3']) {
    const peaks = simulate(model, seed).peakMemoryBytes;
    expect(Math.max(...peaks)).toBeLessThanOrEqual(bound);
  }
});
