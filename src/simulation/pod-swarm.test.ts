/** Random hours of pods: clients that stall, wait for `100 Continue`, and leave at any moment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDLERS } from '../pod/options.ts';
import { DRAIN, SEND_OUTSIDE } from '../pod/places.ts';
import { FLOWING, GET, PUT, UPLOADING } from '../request/table.ts';
import { PodRig } from './pod-rig.fixture.ts';

const RANDOM_SYSTEMS = 300;
const MiB = 2 ** 20;
const NEVER = Number.POSITIVE_INFINITY;

const systems = fc.record({
  'pod.replicas': fc.constantFrom(1, 2),
  'pod.handler': fc.constantFrom(...HANDLERS),
  'pod.memoryLimit': fc.constantFrom('none', '64Mi', '128Mi'),
  'pod.limiter.enabled': fc.constantFrom<unknown>('auto', true),
  'pod.limiter.budget': fc.constantFrom('16MiB', '64MiB'),
  'pod.limiter.wait': fc.constantFrom('1s', '30s'),
  'pod.cpu.read': fc.constantFrom('none', '50MB/s'),
  'pod.cpu.encrypt': fc.constantFrom('none', '20MB/s'),
  'pod.kernelBuffer': fc.constantFrom('0B', '1MiB'),
  'pod.uvicornBuffer': fc.constantFrom('0B', '128KiB'),
  'pod.sendBuffer': fc.constantFrom('0B', '1MiB'),
  'pod.service': fc.constantFrom('0s', '100ms'),
  'pod.restart.base': fc.constantFrom('1s', '10s'),
  'pod.liveness.enabled': fc.boolean(),
  'pod.liveness.period': fc.constantFrom('1s', '10s'),
  'pod.liveness.timeout': fc.constantFrom('100ms', '1s'),
  'pod.readiness.enabled': fc.boolean(),
  'pod.readiness.period': fc.constantFrom('500ms', '10s'),
  'upstream.latency': fc.constantFrom('0s', '250ms', '5s'),
  'upstream.connections': fc.constantFrom<unknown>('none', 1, 3),
  'link.rate': fc.constantFrom('none', '100MB/s'),
});

const moment = (max: number) => fc.double({ min: 0, max, noNaN: true });

const request = fc.record({
  at: moment(5),
  leavesAfter: fc.oneof(fc.constant(NEVER), fc.constant(0), moment(20)),
  method: fc.constantFrom(GET, PUT),
  bytes: fc.constantFrom(0, 1, 40 * 1024, MiB, 4e6, 9 * MiB, 24 * MiB),
  pace: fc.constantFrom(NEVER, MiB, 50 * MiB),
  pod: fc.constantFrom(0, 1),
  expectWait: fc.constantFrom(0, 0, 1, NEVER),
  stallAt: fc.constantFrom(NEVER, NEVER, 0, 100_000, 5 * MiB),
  stallFor: fc.constantFrom(0, 0.5, 10),
  keepsAlive: fc.boolean(),
});

/** What the columns `stage` and `waitsFor` say that the bytes do not. */
function falseColumns({ pods, table }: PodRig): string[] {
  const { pod, bodyBytes, stage, waitsFor, free, freeCount } = table.state;
  const { read, unread, kernel } = pods.state.reader;
  const unused = new Set(free.slice(0, freeCount));
  const lies: string[] = [];
  for (let request = 0; request < free.length; request++) {
    if (unused.has(request) || pod[request]! < 0) continue;
    const flows = pods.network.flows.isFlowing(request);
    const kind = flows ? pods.network.flows.kindOf(request) : null;
    // What a client takes of HAProxy's socket is no progress of the pod's.
    const isMoving = flows && kind !== SEND_OUTSIDE;
    if (kind !== DRAIN && isMoving !== (waitsFor[request] === FLOWING)) {
      lies.push(`${request} flows`);
    }
    const arrived = read[request]! + unread[request]! + kernel[request]!;
    const isWhole = arrived >= bodyBytes[request]! - 1e-6;
    if (isWhole && stage[request] === UPLOADING) lies.push(`${request} is whole`);
  }
  return lies;
}

describe(`${RANDOM_SYSTEMS} times random requests that are cut at random moments`, () => {
  it('each end once, with true columns, and leave no byte, budget, call, flow or id behind', () => {
    fc.assert(
      fc.property(
        systems,
        fc.array(request, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(0, 3e6),
        (overrides, requests, outsideBuffer) => {
          const rig = new PodRig(overrides, '1', outsideBuffer);
          const lies: string[] = [];
          rig.look = () => lies.push(...falseColumns(rig));
          let accepted = 0;
          for (const { at, leavesAfter, pod, ...sent } of requests) {
            rig.at(at, () => {
              const id = rig.send({ ...sent, pod: pod % overrides['pod.replicas'] });
              if (id < 0) return;
              accepted++;
              if (leavesAfter === NEVER) return;
              const { number, answered } = rig.table.state;
              const own = number[id];
              rig.at(at + leavesAfter, () => {
                if (number[id] === own && answered[id] === 0) rig.abort(id);
              });
            });
          }
          rig.run();
          expect(lies).toEqual([]);
          expect(rig.endings.length).toBe(accepted);
          expect(rig.leftovers()).toBeNull();
          expect(rig.pods.stalledForGood()).toBe(0);
        },
      ),
      { seed: 4, numRuns: RANDOM_SYSTEMS },
    );
  });
});
