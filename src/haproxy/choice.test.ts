import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import { Streams } from '../random/streams.ts';
import { createBalance } from './create-balance.ts';
import { haproxyOptions } from './options.fixture.ts';
import { scannedBalance } from './scanned-balance.fixture.ts';
import { createServerTable } from './server-table.ts';
import { Slots } from './slots.ts';
import { SlowStart } from './slow-start.ts';

const FOREVER = Number.POSITIVE_INFINITY;
const REPLICAS = 2;
const PODS = 3;
const SERVERS = REPLICAS * PODS;

interface Settings {
  readonly maxconn: number;
  readonly minconn: number;
  readonly maxqueue: number;
  readonly slowstart: number;
  readonly weights: readonly number[];
}

const settings: fc.Arbitrary<Settings> = fc.record({
  maxconn: fc.constantFrom(2, 4, FOREVER),
  minconn: fc.constantFrom(1, FOREVER),
  maxqueue: fc.constantFrom(0, 0, 6),
  slowstart: fc.constantFrom(0, 0, 3),
  weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: PODS, maxLength: PODS }),
});

interface Step {
  readonly does: 'place' | 'end' | 'fall' | 'rise' | 'wait';
  /** Which server, or which of the requests under way. */
  readonly of: number;
}

const MOSTLY = ['place', 'place', 'place', 'end', 'end'] as const;

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    does: fc.constantFrom(...MOSTLY, ...MOSTLY, ...MOSTLY, 'fall', 'rise', 'wait'),
    of: fc.nat(3 * SERVERS),
  }),
  { minLength: 50, maxLength: 200, size: 'max' },
);

type Pick = (replica: number, avoid: number) => number;

/** Servers whose requests come and go, as a choice has it. */
function world({ weights, slowstart, ...limits }: Settings, pickIn: (slots: Slots) => Pick) {
  const simulator = new Simulator();
  const servers = createServerTable(SERVERS, 4, (server) => weights[server % PODS]!);
  const slowStart = new SlowStart(simulator, servers, slowstart);
  const slots = new Slots(servers, REPLICAS, { ...limits, fullconn: 8 }, slowStart);
  slowStart.onStep = (server) => slots.refreshWeight(server);
  const pick = pickIn(slots);
  const idle = simulator.on(() => undefined);
  /** Servers of the requests under way, and of those that wait in a server's own queue. */
  const held: number[] = [];
  const queued: number[] = [];
  const queue = (server: number, change: number) => {
    servers.queued[server]! += change;
    slots.touched(server);
  };
  const place = (of: number) => {
    const replica = of % REPLICAS;
    slots.state.inBackend[replica]!++;
    const server = pick(replica, of < PODS ? replica * PODS + of : NOBODY);
    if (server === NOBODY) slots.state.inBackend[replica]!--;
    else if (slots.isOpen(server)) {
      slots.reserve(server);
      held.push(server);
    } else {
      queue(server, 1);
      queued.push(server);
    }
    return server;
  };
  const end = (of: number) => {
    const from = of % 3 === 0 ? queued : held;
    const [server] = from.splice(of % Math.max(1, from.length), 1);
    if (server === undefined) return;
    slots.state.inBackend[slots.replicaOf(server)]!--;
    if (from === queued) queue(server, -1);
    else slots.release(server);
  };
  const fall = (server: number) => {
    slowStart.stop(server);
    slots.setUp(server, false);
  };
  const rise = (server: number) => {
    if (servers.up[server] === 0) slowStart.begin(server);
    slots.setUp(server, true);
  };
  const wait = (tenths: number) => {
    const until = simulator.now + tenths / 10;
    simulator.schedule(until, idle, 0);
    simulator.run(until, 1e6);
  };
  return ({ does, of }: Step): number => {
    if (does === 'place') return place(of);
    if (does === 'end') end(of);
    if (does === 'fall') fall(of % SERVERS);
    if (does === 'rise') rise(of % SERVERS);
    if (does === 'wait') wait(of);
    return NOBODY;
  };
}

describe('the choice of a server', () => {
  it.each([
    ['leastconn', '2.6', null],
    ['leastconn', '3.2', 'haproxy/ties'],
    ['roundrobin', '3.2', null],
    ['first', '3.2', null],
    ['random', '3.2', 'haproxy/random'],
  ] as const)('is that of looking at all servers: %s of %s', (balance, version, draws) => {
    fc.assert(
      fc.property(settings, steps, (given, taken) => {
        const streams = () => new Streams('x');
        const quick = world(given, (slots) => {
          const created = createBalance(haproxyOptions({ balance, version }), slots, streams());
          return (replica, avoid) => created.pick(replica, avoid);
        });
        const scanned = world(given, (slots) =>
          scannedBalance(balance, slots, draws === null ? null : streams().get(draws)),
        );
        for (const step of taken) expect(quick(step)).toBe(scanned(step));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
