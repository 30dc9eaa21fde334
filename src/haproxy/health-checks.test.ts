import { describe, expect, it } from 'vitest';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import { Streams } from '../random/streams.ts';
import { AWAITS_CLIENT, FLOWING, RequestTable } from '../request/table.ts';
import { HealthChecks } from './health-checks.ts';
import { haproxyOptions, type PartialOptions } from './options.fixture.ts';
import { createServerTable } from './server-table.ts';

/** Checks of servers whose pods listen, and answer at once, until told otherwise. */
function rig(partial: PartialOptions, { pods = 1, replicas = 1, seed = 'seed' } = {}) {
  const simulator = new Simulator();
  const options = haproxyOptions(partial);
  const table = createServerTable(replicas * pods, HealthChecks.best(options.check));
  const phases = new Streams(seed).get('checks');
  const requests = new RequestTable();
  const parts = { servers: table, requests: requests.state, pods, phases };
  const checks = new HealthChecks(simulator, options, parts);
  /** A request comes into a pod, moves on there, or leaves it. */
  const move = (request: number, pod: number, waitsFor = FLOWING) => {
    requests.state.pod[request] = pod;
    requests.state.waitsFor[request] = waitsFor;
    checks.moved(request);
  };
  const listening = new Array<boolean>(pods).fill(true);
  const delay = new Array<number>(pods).fill(0);
  const log: string[] = [];
  const note = (what: string) => log.push(`${what}@${Number(simulator.now.toFixed(6))}`);
  const inform = simulator.on(() => undefined);
  checks.isListening = (server) => listening[server % pods]!;
  checks.probe = (server) => delay[server % pods]!;
  checks.onDown = (server) => {
    table.up[server] = 0;
    note(`DOWN ${server}`);
  };
  checks.onUp = (server) => {
    table.up[server] = 1;
    note(`UP ${server}`);
  };
  const run = (until: number) => {
    simulator.schedule(until, inform, 0);
    simulator.run(until, 1e5);
  };
  const kill = (pod: number) => {
    listening[pod] = false;
    for (let server = pod; server < table.up.length; server += pods) checks.watch(server);
  };
  return {
    checks,
    simulator,
    move,
    enter: (pod: number) => {
      const request = requests.enter(simulator.now);
      move(request, pod);
      return request;
    },
    log,
    delay,
    run,
    kill,
    /** The pod dies at an instant, to listen again at another. */
    outage: (pod: number, from: number, to: number) => {
      run(from);
      kill(pod);
      run(to);
      listening[pod] = true;
    },
  };
}

const BOOT = { phase: 'boot', inter: 2, fall: 3, rise: 2 } as const;

describe('checks at intervals', () => {
  it('cost nothing while all is well', () => {
    for (const http of [false, true]) {
      const { simulator, run } = rig({ check: { http } }, { pods: 3 });
      run(100);
      expect(simulator.state.ran).toBe(1);
    }
  });

  it('start spread over inter: server i of n is checked inter*i/n after boot', () => {
    const { run, kill, log } = rig({ check: { ...BOOT, inter: 3 } }, { pods: 3 });
    run(9.5);
    for (const pod of [0, 1, 2]) kill(pod);
    run(30);
    expect(log).toEqual(['DOWN 1@16', 'DOWN 2@17', 'DOWN 0@18']);
  });

  it('take a dead server DOWN after U(0, inter) + (fall - 1) intervals', () => {
    const downs: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const { outage, log } = rig({}, { seed: `${seed}` });
      outage(0, 10, 30);
      downs.push(Number(log[0]!.split('@')[1]) - 10);
    }
    expect(Math.min(...downs)).toBeGreaterThanOrEqual(4);
    expect(Math.min(...downs)).toBeLessThan(4.5);
    expect(Math.max(...downs)).toBeLessThanOrEqual(6);
    expect(Math.max(...downs)).toBeGreaterThan(5.5);
  });

  it('come fastinter apart in transition and downinter apart while DOWN', () => {
    const check = { ...BOOT, fastinter: 0.5, downinter: 5 };
    const { outage, run, log } = rig({ check });
    // Checks at 2, 2.5 and 3 fail; those at 8 and 13 too; 18 and 18.5 pass.
    outage(0, 1, 15);
    run(30);
    expect(log).toEqual(['DOWN 0@3', 'UP 0@18.5']);
  });

  it('need `rise` passes in a row for UP, and start from nothing after a failure', () => {
    const { outage, run, log } = rig({ check: { ...BOOT, rise: 3, fall: 1 } });
    outage(0, 1, 3);
    expect(log).toEqual(['DOWN 0@2']);
    outage(0, 7, 9);
    run(30);
    expect(log).toEqual(['DOWN 0@2', 'UP 0@14']);
  });

  it('take a server that was never checked since boot DOWN at the first failure', () => {
    const { outage, log } = rig({ check: BOOT }, { pods: 4 });
    outage(3, 1, 20);
    expect(log[0]).toBe('DOWN 3@1.5');
    const later = rig({ check: { ...BOOT, age: 10 } }, { pods: 4 });
    later.outage(3, 1, 20);
    expect(later.log[0]).toBe('DOWN 3@5.5');
  });

  it('explain what was measured: booted 0.5 s early, DOWN 5.0 and 5.5 s after a kill', () => {
    for (const [killedAt, downAt] of [
      [2.5, 7.5],
      [8, 13.5],
      [12, 17.5],
    ] as const) {
      const { outage, log } = rig({ check: { ...BOOT, age: 0.5 } }, { pods: 3 });
      outage(0, killedAt, killedAt + 6);
      expect(log).toEqual([`DOWN 0@${downAt}`]);
    }
  });

  it('are made by each replica on its own', () => {
    const { outage, log } = rig({}, { pods: 2, replicas: 3 });
    outage(1, 10, 20);
    expect(log.map((line) => line.split('@')[0]).sort()).toEqual(['DOWN 1', 'DOWN 3', 'DOWN 5']);
    expect(new Set(log.map((line) => line.split('@')[1])).size).toBe(3);
  });

  it('never find out without `check`', () => {
    const { outage, run, log } = rig({ check: { enabled: false }, observe: 'layer4' });
    outage(0, 1, 50);
    run(60);
    expect(log).toEqual([]);
  });
});

describe('HTTP checks', () => {
  const HTTP = { ...BOOT, age: 2, http: true, fall: 2 } as const;

  it('fail on a pod whose event loop is too busy to answer, and pass once it is free', () => {
    const { enter, delay, run, log } = rig({ check: { ...HTTP, timeout: 1 } });
    enter(0);
    delay[0] = 5;
    // Checks of 1 s that fail begin at 0 and 3; the one at 6 finds the loop free, and 8 too.
    run(5);
    delay[0] = 0;
    run(20);
    expect(log).toEqual(['DOWN 0@4', 'UP 0@8']);
  });

  it('wait for an answer as long as inter without `timeout check`', () => {
    for (const [wait, expected] of [
      [2, []],
      [2.001, ['DOWN 0@6']],
    ] as const) {
      const { enter, delay, run, log } = rig({ check: HTTP });
      enter(0);
      delay[0] = wait;
      run(9);
      expect(log).toEqual(expected);
    }
  });

  it('come an interval after the end of the one before', () => {
    const { enter, delay, run, outage, log } = rig({ check: { ...HTTP, fall: 1 } });
    enter(0);
    delay[0] = 1.5;
    // From 0 to 1.5, from 3.5 to 5, from 7 on.
    run(5.5);
    outage(0, 6, 10);
    expect(log).toEqual(['DOWN 0@7']);
  });

  it('fail at once when the pod dies while they wait for its answer', () => {
    const { enter, delay, outage, log } = rig({ check: { ...HTTP, fall: 1 } });
    enter(0);
    delay[0] = 1.5;
    outage(0, 1, 2);
    expect(log).toEqual(['DOWN 0@1']);
  });

  it('of plain TCP are accepted by the kernel, however busy the application', () => {
    const { enter, delay, run, log, simulator } = rig({ check: { ...HTTP, http: false } });
    enter(0);
    delay[0] = 100;
    run(50);
    expect(log).toEqual([]);
    expect(simulator.state.ran).toBe(1);
  });

  it('are not simulated once nobody is inside, or nobody whose client has not stalled', () => {
    const { enter, move, run, simulator } = rig({ check: HTTP });
    const [first, second] = [enter(0), enter(0)];
    run(10.5);
    const busy = simulator.state.ran;
    expect(busy).toBeGreaterThan(5);
    move(first, NOBODY);
    move(second, 0, AWAITS_CLIENT);
    run(1000);
    expect(simulator.state.ran).toBe(busy + 2);
    move(second, 0);
    run(1010.5);
    expect(simulator.state.ran).toBeGreaterThan(busy + 6);
  });

  it('keep their phase while nobody is inside', () => {
    const { enter, delay, run, log } = rig({ check: { ...HTTP, fall: 1, timeout: 0.25 } });
    run(3.7);
    enter(0);
    delay[0] = 1;
    run(5);
    expect(log).toEqual(['DOWN 0@4.25']);
  });
});

describe('observe', () => {
  const check = { ...BOOT, age: 0.5 } as const;
  const layer4 = { check, observe: 'layer4', errorLimit: 3 } as const;

  it('with on-error mark-down takes a server DOWN at the error-limit-th error in a row', () => {
    const { checks, log } = rig({ ...layer4, onError: 'mark-down' });
    checks.observed(0, 'refused');
    checks.observed(0, 'refused');
    expect(log).toEqual([]);
    checks.observed(0, 'refused');
    expect(log).toEqual(['DOWN 0@0']);
  });

  it('starts counting again after a success', () => {
    const { checks, log } = rig({ ...layer4, onError: 'mark-down' });
    for (let i = 0; i < 10; i++) {
      checks.observed(0, 'refused');
      checks.observed(0, 'refused');
      checks.observed(0, 'connected');
    }
    expect(log).toEqual([]);
  });

  it('brings a server that was marked DOWN back by checks', () => {
    const { checks, run, log } = rig({ ...layer4, errorLimit: 1, onError: 'mark-down' });
    run(1);
    checks.observed(0, 'refused');
    run(20);
    expect(log).toEqual(['DOWN 0@1', 'UP 0@3.5']);
  });

  it('with on-error fail-check, the default, counts a failed check', () => {
    const { checks, run, log } = rig({ ...layer4, errorLimit: 1 });
    checks.observed(0, 'refused');
    checks.observed(0, 'refused');
    expect(log).toEqual([]);
    checks.observed(0, 'refused');
    expect(log).toEqual(['DOWN 0@0']);
    const forgotten = rig({ ...layer4, errorLimit: 1 });
    forgotten.checks.observed(0, 'refused');
    forgotten.checks.observed(0, 'refused');
    forgotten.run(2);
    forgotten.checks.observed(0, 'refused');
    expect(forgotten.log).toEqual([]);
    run(20);
    expect(log).toEqual(['DOWN 0@0', 'UP 0@3.5']);
  });

  it('with on-error sudden-death lets one more failed check take the server DOWN', () => {
    const { checks, outage, log } = rig({ ...layer4, errorLimit: 1, onError: 'sudden-death' });
    checks.observed(0, 'refused');
    expect(log).toEqual([]);
    outage(0, 1, 10);
    expect(log).toEqual(['DOWN 0@1.5']);
  });

  it('with on-error fastinter only checks sooner', () => {
    const { checks, run, outage, log } = rig({
      ...layer4,
      check: { ...check, fastinter: 0.25 },
      errorLimit: 1,
      onError: 'fastinter',
    });
    run(1);
    checks.observed(0, 'refused');
    outage(0, 1.1, 10);
    expect(log).toEqual(['DOWN 0@1.75']);
    const plain = rig({ ...layer4, errorLimit: 1, onError: 'fastinter' });
    plain.run(1);
    plain.checks.observed(0, 'refused');
    plain.outage(0, 1.1, 10);
    expect(plain.log).toEqual(['DOWN 0@5.5']);
  });

  it('layer4 sees connects alone; layer7 answers as well, and no connect clears its errors', () => {
    const one = { check, errorLimit: 2, onError: 'mark-down' } as const;
    const four = rig({ ...one, observe: 'layer4' });
    for (let i = 0; i < 5; i++) four.checks.observed(0, 'failed');
    expect(four.log).toEqual([]);
    const seven = rig({ ...one, observe: 'layer7' });
    for (const what of ['failed', 'answered', 'failed', 'connected'] as const) {
      seven.checks.observed(0, what);
    }
    expect(seven.log).toEqual([]);
    seven.checks.observed(0, 'failed');
    expect(seven.log).toEqual(['DOWN 0@0']);
    const refused = rig({ ...one, observe: 'layer7' });
    refused.checks.observed(0, 'refused');
    refused.checks.observed(0, 'refused');
    expect(refused.log).toEqual(['DOWN 0@0']);
  });
});
