/** Random small systems: every knob of a model, hostile values included. */
import fc from 'fast-check';
import { HANDLERS } from '../pod/options.ts';

/** A hang is a budget that runs out. */
const EVENT_BUDGET = 400_000;

/** A model file's clients and overrides, as plain data that can be printed and simplified. */
export interface RandomSystem {
  readonly seed: number;
  readonly clients: readonly Record<string, unknown>[];
  /** By path; every one of them is legal. */
  readonly set: Readonly<Record<string, unknown>>;
}

const law = (...values: string[]) => fc.constantFrom<unknown>(...values);

/** The first value half of the time: hostile ones are to meet a system that is otherwise alive. */
function rarely(usual: unknown, ...others: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: others.length, arbitrary: fc.constant(usual) },
    ...others.map((other) => ({ weight: 1, arbitrary: fc.constant(other) })),
  );
}

const bodySize = fc.oneof(
  law('0B', '1B', '64KiB', '1MB', '16MB', '64MB'),
  fc.constantFrom<unknown>(
    { law: 'exponential', mean: '4MB' },
    { law: 'lognormal', median: '16MB', sigma: 1 },
    { law: 'uniform', min: '0B', max: '32MB' },
  ),
);

const pace = fc.constantFrom<unknown>('none', '2MB/s', '50MB/s', {
  law: 'lognormal',
  mean: '10MB/s',
  cv: 0.3,
});

/** Patience, retries and bad manners; most systems have few of them. */
const manners = {
  patience: rarely('none', '50ms', '2s', { law: 'exponential', mean: '1s' }),
  retry: rarely(
    {},
    { attempts: 3, base: '50ms', cap: '1s' },
    { attempts: 10, base: '0s' },
    { attempts: 4, jitter: 'none', budget: 0.2, reserve: 2 },
  ),
  multipart: rarely({}, { partSize: '1MB', concurrency: 3 }, { partSize: '5MiB' }),
  expect: rarely({}, { enabled: true }, { enabled: true, wait: '100ms' }),
  keepAlive: rarely(false, true),
  stall: rarely(
    {},
    { share: 0.3, after: '100kB', for: '2s' },
    { share: 1, after: '0B', for: { law: 'exponential', mean: '500ms' } },
    { share: 0.2, after: '5kB', for: 'none' },
  ),
};

const common = {
  ...manners,
  method: fc.constantFrom('PUT', 'GET', 'POST', 'HEAD', 'DELETE'),
  getShare: fc.constantFrom(0, 0.5, 1),
  bodySize,
  responseSize: bodySize,
  pace,
  startJitter: fc.constantFrom<unknown>('0s', { law: 'uniform', min: '0s', max: '2s' }),
};

const client = fc.oneof(
  // A crowd without end has to pause somewhere, or it never leaves the instant it is in.
  fc.record({
    ...common,
    kind: fc.constant('closed'),
    workers: fc.constantFrom(1, 12),
    requests: fc.constant('none'),
    thinkTime: fc.constant('100ms'),
  }),
  fc.record({
    ...common,
    kind: fc.constant('closed'),
    workers: fc.constantFrom(1, 3, 12, 60, 1000),
    requests: fc.integer({ min: 1, max: 120 }),
    thinkTime: fc.constantFrom<unknown>('0s', '100ms', { law: 'exponential', mean: '1s' }),
  }),
  fc.record({
    ...common,
    kind: fc.constant('open'),
    rate: fc.constantFrom('1/s', '10/s', '40/s'),
    schedule: rarely(
      [],
      [
        { at: '500ms', rate: '100/s' },
        { at: '1s', rate: '0/s' },
      ],
    ),
    bursts: rarely({}, { on: '200ms', off: { law: 'exponential', mean: '300ms' } }),
  }),
  fc.record({
    ...common,
    kind: fc.constant('wave'),
    workers: fc.constantFrom(1, 10, 50),
    waves: fc.constantFrom(1, 2),
    period: fc.constant('20s'),
  }),
);

const choices = {
  'haproxy.enabled': fc.boolean(),
  'haproxy.version': fc.constantFrom('2.6', '2.8', '3.0', '3.2'),
  'haproxy.replicas': fc.constantFrom(1, 2, 3),
  'haproxy.maxconn': fc.constantFrom<unknown>(1, 2, 5, 40, 'none'),
  'haproxy.retries': fc.constantFrom(0, 1, 3),
  'haproxy.redispatch': fc.constantFrom<unknown>(false, true, 1, 2),
  'haproxy.timeouts.queue': fc.constantFrom('none', '500ms', '5s', '30s'),
  'haproxy.timeouts.connect': fc.constantFrom('none', '100ms', '5s'),
  'haproxy.timeouts.server': rarely('none', '100ms', '5s'),
  'haproxy.timeouts.client': rarely('none', '100ms', '5s'),
  'haproxy.timeouts.httpRequest': rarely('none', '100ms', '5s'),
  'haproxy.httpBufferRequest': rarely(false, true),
  'haproxy.balance': rarely('leastconn', 'roundrobin', 'first', 'random'),
  'haproxy.weights': rarely([], [{ pod: 0, weight: 3 }], [{ pod: 0, weight: 0 }]),
  'haproxy.maxqueue': rarely(0, 1, 5),
  'haproxy.slowstart': rarely('0s', '1s', '5s'),
  'haproxy.retryOn': rarely(
    ['conn-failure'],
    ['conn-failure', 'empty-response', '503'],
    ['all-retryable-errors'],
  ),
  'haproxy.abortonclose': rarely(false, true),
  'haproxy.observe': rarely('none', 'layer4', 'layer7'),
  'haproxy.errorLimit': fc.constantFrom(1, 10),
  'haproxy.onError': fc.constantFrom('fastinter', 'fail-check', 'sudden-death', 'mark-down'),
  'haproxy.onMarkedDown': rarely('none', 'shutdown-sessions'),
  'haproxy.frontend.maxconn': rarely('none', 1, 20),
  'haproxy.frontend.backlog': rarely('auto', 1, 10),
  'haproxy.global.maxconn': rarely('none', 5),
  'haproxy.check.http': rarely(false, true),
  'haproxy.check.inter': fc.constantFrom('100ms', '2s'),
  'haproxy.check.phase': fc.constantFrom('random', 'boot'),
  'haproxy.check.enabled': fc.boolean(),
  'pod.memoryLimit': fc.constantFrom('none', '64Mi', '128Mi', '512Mi'),
  'pod.cpuLimit': fc.constantFrom('none', '500m'),
  'pod.cgroup': fc.constantFrom('v1', 'v2'),
  'pod.allocator': fc.constantFrom('default', 'fixed-threshold'),
  'pod.handler': fc.constantFrom(...HANDLERS),
  'pod.limiter.enabled': fc.constantFrom<unknown>('auto', true, false),
  'pod.limiter.wait': fc.constantFrom('200ms', '30s'),
  'pod.kernelBuffer': fc.constantFrom('0B', '0.7MiB', '6MiB'),
  'pod.sendBuffer': fc.constantFrom('0B', '3.6MiB'),
  'pod.cpu.read': fc.constantFrom('none', '1.4GB/s', '50MB/s'),
  'pod.cpu.encrypt': fc.constantFrom('none', '2GB/s'),
  'pod.runEffect': fc.constantFrom<unknown>(1, { law: 'lognormal', mean: 1, cv: 0.05 }),
  'pod.service': fc.constantFrom<unknown>('0s', '50ms', { law: 'exponential', mean: '200ms' }),
  'pod.warmKernelBuffer': fc.constantFrom('0B', '6MiB'),
  'pod.liveness': rarely({}, { enabled: true, period: '200ms', timeout: '10ms' }),
  'pod.readiness': rarely({}, { enabled: true, period: '300ms', timeout: '0s' }),
  'pod.startup': fc.constantFrom('0s', '1s'),
  'pod.restart.base': fc.constantFrom('100ms', '10s'),
  'upstream.latency': fc.constantFrom<unknown>('0s', { law: 'lognormal', mean: '250ms', cv: 0.5 }),
  'upstream.rate': fc.constantFrom('none', '50MB/s'),
  'upstream.connections': fc.constantFrom<unknown>('none', 1, 10),
  'link.rate': fc.constantFrom('none', 'none', '125MB/s', '1GB/s'),
};

/** Knobs at their defaults are left out: what is left of a failing system is what it takes. */
const knobs = fc.record(choices, { requiredKeys: [] });

export const randomSystem: fc.Arbitrary<RandomSystem> = fc
  .record({
    seed: fc.nat(1000),
    clients: fc.array(client, { minLength: 1, maxLength: 2 }),
    set: knobs,
    fullconn: fc.constantFrom(null, null, 5, 50),
    pods: fc.constantFrom(1, 2, 4),
    horizon: fc.constantFrom('1s', '5s'),
    deaths: fc.constantFrom('none', 'none', 'one', 'all'),
  })
  .map(({ seed, clients, set, fullconn, pods, horizon, deaths }) => ({
    seed,
    clients,
    set: {
      ...set,
      'pod.replicas': pods,
      'run.horizon': horizon,
      'run.maxEvents': EVENT_BUDGET,
      ...(deaths !== 'none' && { 'run.faults': faults(deaths === 'one' ? 1 : pods) }),
      // Slots that grow with the load need a number to grow to.
      ...(fullconn !== null &&
        Number.isInteger(set['haproxy.maxconn']) && {
          'haproxy.minconn': 1,
          'haproxy.fullconn': fullconn,
        }),
    },
  }));

function faults(dying: number): { at: string; pod: number }[] {
  return Array.from({ length: dying }, (_, pod) => ({ at: '300ms', pod }));
}
