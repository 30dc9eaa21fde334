/** Random small systems: every knob of a model, hostile values included. */
import fc from 'fast-check';
import { HANDLERS } from '../pod/options.ts';

/** A model file's clients and overrides, as plain data that can be printed and simplified. */
export interface RandomSystem {
  readonly seed: number;
  readonly clients: readonly Record<string, unknown>[];
  /** By path; every one of them is legal. */
  readonly set: Readonly<Record<string, unknown>>;
}

const law = (...values: string[]) => fc.constantFrom<unknown>(...values);

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

const common = {
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
    workers: fc.constantFrom(1, 3, 12, 60),
    requests: fc.integer({ min: 1, max: 120 }),
    thinkTime: fc.constantFrom<unknown>('0s', '100ms', { law: 'exponential', mean: '1s' }),
  }),
  fc.record({ ...common, kind: fc.constant('open'), rate: fc.constantFrom('1/s', '10/s', '40/s') }),
  fc.record({
    ...common,
    kind: fc.constant('wave'),
    workers: fc.constantFrom(1, 10, 50),
    waves: fc.constantFrom(1, 2),
    period: fc.constant('20s'),
  }),
);

const knobs = fc.record({
  'haproxy.enabled': fc.boolean(),
  'haproxy.version': fc.constantFrom('2.6', '2.8', '3.0', '3.2'),
  'haproxy.replicas': fc.constantFrom(1, 2, 3),
  'haproxy.maxconn': fc.constantFrom<unknown>(1, 2, 5, 40, 'none'),
  'haproxy.retries': fc.constantFrom(0, 1, 3),
  'haproxy.redispatch': fc.boolean(),
  'haproxy.timeouts.queue': fc.constantFrom('none', '500ms', '5s', '30s'),
  'haproxy.timeouts.connect': fc.constantFrom('none', '100ms', '5s'),
  'haproxy.check.enabled': fc.boolean(),
  'pod.replicas': fc.constantFrom(1, 2, 4),
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
  'pod.startup': fc.constantFrom('0s', '1s'),
  'pod.restart.base': fc.constantFrom('100ms', '10s'),
  'upstream.latency': fc.constantFrom<unknown>('0s', { law: 'lognormal', mean: '250ms', cv: 0.5 }),
  'upstream.rate': fc.constantFrom('none', '50MB/s'),
  'upstream.connections': fc.constantFrom<unknown>('none', 1, 10),
  'link.rate': fc.constantFrom('none', 'none', '125MB/s', '1GB/s'),
  'run.horizon': fc.constantFrom('1s', '5s'),
  // A hang is a budget that runs out.
  'run.maxEvents': fc.constant(400_000),
});

export const randomSystem: fc.Arbitrary<RandomSystem> = fc.record({
  seed: fc.nat(1000),
  clients: fc.array(client, { minLength: 1, maxLength: 2 }),
  set: knobs,
});
