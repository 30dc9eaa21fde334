/** That bytes may be taken for a fluid: the simulator against uploads that move chunk by chunk. */
import { expect, it } from 'vitest';
import { type Model, modelFrom } from '../config/config.ts';
import { Streams } from '../random/streams.ts';
import { simulate } from '../simulation/simulate.ts';
import { chunkedPeak } from './chunks.fixture.ts';

const KiB = 2 ** 10;
const SYSTEMS = 50;

/**
 * One pod, and up to 30 uploads that wait for nothing but bytes. Either the clients have a pace and
 * share the link or the pod's reading; or they have none, and encryption holds up all of them.
 */
function system(number: number): Model {
  const stream = new Streams(`chunks ${number}`).get('knobs');
  const pick = <T>(...values: readonly T[]): T =>
    values[Math.floor(stream.next() * values.length)]!;
  const workers = 1 + Math.floor(stream.next() * 30);
  const isPaced = pick(true, false);
  const shared = isPaced
    ? pick<Record<string, unknown>>({}, { 'link.rate': '60MB/s' }, { 'pod.cpu.read': '80MB/s' })
    : { 'pod.cpu.read': '90MB/s', 'pod.cpu.encrypt': '150MB/s' };
  const client = {
    kind: 'closed',
    workers,
    requests: workers,
    // Nobody comes back before all have sent.
    thinkTime: '1h',
    bodySize: pick<unknown>(
      { law: 'uniform', min: '1MB', max: '32MB' },
      { law: 'lognormal', median: '8MB', sigma: 1 },
    ),
    pace: isPaced ? { law: 'lognormal', mean: '6MB/s', cv: 1 } : 'none',
    startJitter: { law: 'uniform', min: '0s', max: pick('0.2s', '2s') },
  };
  return modelFrom(
    { clients: [client] },
    {
      'haproxy.enabled': false,
      'pod.replicas': 1,
      'pod.memoryLimit': 'none',
      'pod.base': '24MiB',
      'pod.retention': 0,
      'pod.fragmentation': 0,
      'pod.copies': 1,
      'pod.handler': pick('received', 'sleep-then-read', 'read-all', 'parts'),
      'pod.partSize': '512KiB',
      'pod.kernelBuffer': pick('0B', '0.7MiB'),
      'pod.limiter.enabled': false,
      'pod.cpu.read': 'none',
      'pod.cpu.encrypt': 'none',
      'upstream.latency': '130ms',
      ...shared,
    },
  );
}

it.each([64, 32])('peaks within %i KiB a request in flight of what its chunks say', (size) => {
  const chunk = size * KiB;
  const far: string[] = [];
  for (let number = 0; number < SYSTEMS; number++) {
    const model = system(number);
    const { peakMemoryBytes, peakInFlight } = simulate(model, String(number));
    const difference = Math.abs(peakMemoryBytes[0]! - chunkedPeak(model, String(number), chunk));
    const chunks = difference / (peakInFlight[0]! * chunk);
    if (chunks > 1) far.push(`system ${number}: ${chunks} chunks a request`);
  }
  expect(far).toEqual([]);
});
