/**
 * Random small systems, by number: every knob of the model, hostile values included, and at most
 * 200 operations, or parts of such. All times are drawn from continuous laws or do not divide one
 * another, so that no two causes meet at one instant by chance; what does happen at one instant has
 * one cause.
 */
import { type Model, modelFrom } from '../config/config.ts';
import { Streams } from '../random/streams.ts';
import { type Pick, randomClient } from './random-clients.fixture.ts';
import { randomHaproxy } from './random-haproxy.fixture.ts';

/** The system of this number. */
export function randomSystem(number: number): Model {
  const stream = new Streams(`random system ${number}`).get('knobs');
  const pick: Pick = (...values) => values[Math.floor(stream.next() * values.length)]!;
  const clients =
    pick(1, 1, 2) === 1 ? [randomClient(pick, 1)] : [randomClient(pick, 2), randomClient(pick, 2)];
  return modelFrom({ clients }, { ...randomHaproxy(pick), ...pod(pick), ...surroundings(pick) });
}

function pod(pick: Pick): Record<string, unknown> {
  const replicas = pick(1, 2, 3, 4);
  const service = pick<unknown>(
    '0s',
    { law: 'uniform', min: '40ms', max: '60ms' },
    { law: 'exponential', mean: '200ms' },
  );
  const slow = { pod: 0, service: { law: 'exponential', mean: '1s' } };
  return {
    'pod.replicas': replicas,
    'pod.memoryLimit': pick('none', '48Mi', '64Mi', '96Mi', '128Mi', '256Mi', '512Mi'),
    'pod.cpuLimit': pick('none', '500m'),
    'pod.cgroup': pick('v1', 'v2'),
    'pod.allocator': pick('default', 'default', 'fixed-threshold'),
    'pod.retention': pick<unknown>('auto', 'auto', 0, 0.5, 1),
    'pod.fragmentation': pick<unknown>('auto', 'auto', 0, 1),
    'pod.copies': pick<unknown>('auto', 'auto', 1, 2.5),
    'pod.handler': pick(
      'limiter-then-parts',
      'limiter-then-read',
      'parts',
      'sleep-then-read',
      'read-all',
      'constant',
      'received',
      'incident-fit',
    ),
    'pod.partSize': pick('8MiB', '1MB'),
    'pod.limiter.enabled': pick<unknown>('auto', 'auto', true, false),
    'pod.limiter.budget': pick('64MiB', '17MiB', '4MiB'),
    'pod.limiter.wait': pick('291.1ms', '31.03s'),
    'pod.uvicornBuffer': pick('0B', '124.6KiB', '124.6KiB'),
    'pod.liveness': pick<unknown>({}, {}, {}, probe('211.9ms', '9.1ms'), probe('1.31s', '83ms')),
    'pod.readiness': pick<unknown>({}, {}, probe('311.7ms', '0s')),
    'pod.warmKernelBuffer': pick('0B', '6MiB'),
    'pod.kernelBuffer': pick('0B', '0.7MiB', '6MiB'),
    'pod.sendBuffer': pick('0B', '3.6MiB'),
    'pod.cpu.read': pick('none', '1.4GB/s', '51MB/s'),
    'pod.cpu.encrypt': pick('none', '2GB/s', '90MB/s'),
    'pod.runEffect': pick<unknown>(1, { law: 'lognormal', mean: 1, cv: 0.05 }),
    'pod.service': service,
    'pod.slow': pick<unknown>([], [slow]),
    'pod.residue': pick('0B', '64KiB'),
    'pod.startup': pick<unknown>(
      { law: 'uniform', min: '300ms', max: '400ms' },
      { law: 'exponential', mean: '1.3s' },
    ),
    'pod.restart.first': pick('0s', '211.3ms'),
    'pod.restart.base': pick('101.7ms', '10.73s'),
    'pod.restart.max': pick('300s', '433.7ms'),
    'pod.restart.reset': pick('10m', '2.917s'),
    'run.faults': pick<unknown>([], [], [{ at: '710.3ms', pod: replicas - 1 }]),
  };
}

function probe(period: string, timeout: string): Record<string, unknown> {
  const phase = { law: 'uniform', min: '0s', max: '300ms' };
  return { enabled: true, period, timeout, phase, initialDelay: '50ms', failureThreshold: 2 };
}

function surroundings(pick: Pick): Record<string, unknown> {
  return {
    'upstream.latency': pick<unknown>('0s', { law: 'lognormal', mean: '250ms', cv: 0.5 }),
    'upstream.rate': pick('none', '49MB/s'),
    'upstream.connections': pick<unknown>('none', 1, 10),
    'link.rate': pick('none', 'none', '125MB/s', '1GB/s'),
    'run.horizon': '5s',
    // A hang is a budget that runs out.
    'run.maxEvents': 400_000,
  };
}
