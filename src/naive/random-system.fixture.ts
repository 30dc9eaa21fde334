/**
 * Random small systems, by number: every knob of the model, hostile values included, and at most
 * 200 requests. All times are drawn from continuous laws or do not divide one another, so that no
 * two causes meet at one instant by chance; what does happen at one instant has one cause.
 */
import { type Model, modelFrom } from '../config/config.ts';
import { Streams } from '../random/streams.ts';

type Pick = <T>(...values: readonly T[]) => T;

/** The system of this number. */
export function randomSystem(number: number): Model {
  const stream = new Streams(`random system ${number}`).get('knobs');
  const pick: Pick = (...values) => values[Math.floor(stream.next() * values.length)]!;
  const clients = pick(1, 1, 2) === 1 ? [client(pick, 1)] : [client(pick, 2), client(pick, 2)];
  return modelFrom({ clients }, { ...haproxy(pick), ...pod(pick), ...surroundings(pick) });
}

function client(pick: Pick, populations: 1 | 2): Record<string, unknown> {
  const common = {
    method: pick('PUT', 'PUT', 'PUT', 'POST', 'GET', 'HEAD', 'DELETE'),
    getShare: pick(0, 0, 0.3, 0.5, 1),
    bodySize: bodySize(pick),
    responseSize: bodySize(pick),
    // Equal paces would let parts of bodies that started together end together for ever.
    pace: pick<unknown>(
      'none',
      { law: 'uniform', min: '1MB/s', max: '4MB/s' },
      { law: 'lognormal', mean: '20MB/s', cv: 2 },
    ),
    catchUp: pick(false, false, true),
    startJitter: { law: 'uniform', min: '0s', max: pick('0.1s', '2s') },
  };
  const kind = pick('closed', 'closed', 'open', 'wave');
  if (kind === 'open') {
    // Arrivals stop at the horizon of 5 s: 190 are 4 standard deviations off at these rates.
    const rate = populations === 1 ? pick('1/s', '10/s', '28/s') : pick('1/s', '10/s');
    return { ...common, kind, rate };
  }
  if (kind === 'wave') {
    const workers = pick(1, 10, 25, 50);
    return { ...common, kind, workers, waves: pick(1, 2), period: pick('1.907s', '23.11s') };
  }
  return {
    ...common,
    kind,
    workers: pick<unknown>(1, 3, 12, 40, 80, { law: 'uniform', min: 5, max: 60 }),
    requests: pick(30, 60, 100, 200) / populations,
    pauseAfterFailure: pick<unknown>('0s', { law: 'uniform', min: '8ms', max: '12ms' }),
    thinkTime: pick<unknown>('0s', { law: 'exponential', mean: '1s' }),
  };
}

function bodySize(pick: Pick): unknown {
  return pick<unknown>(
    '0B',
    { law: 'exponential', mean: '10kB' },
    { law: 'exponential', mean: '100kB' },
    { law: 'exponential', mean: '4MB' },
    { law: 'lognormal', median: '16MB', sigma: 1 },
    { law: 'lognormal', median: '16MB', sigma: 0.2 },
    { law: 'uniform', min: '0B', max: '32MB' },
  );
}

function haproxy(pick: Pick): Record<string, unknown> {
  return {
    'haproxy.enabled': pick(true, true, true, false),
    'haproxy.version': pick('2.6', '2.8', '3.0', '3.2', '3.2'),
    'haproxy.replicas': pick(1, 1, 2, 3),
    'haproxy.maxconn': pick<unknown>(1, 2, 5, 12, 40, 'none'),
    'haproxy.retries': pick(0, 1, 3),
    'haproxy.redispatch': pick(true, false),
    'haproxy.timeouts.queue': pick('none', '513.7ms', '5.317s', '30.13s'),
    'haproxy.timeouts.connect': pick('none', '131.9ms', '5.171s'),
    'haproxy.check.enabled': pick(true, true, false),
    'haproxy.check.inter': pick('171.3ms', '1.713s'),
    'haproxy.check.fall': pick(1, 3),
    'haproxy.check.rise': pick(1, 2),
  };
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
