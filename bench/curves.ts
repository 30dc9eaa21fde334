/** What grows: pods, requests in flight, clients, HAProxies, the horizon; with and without bytes. */

import { FULL_RATE } from './full-model.ts';
import { benchModel } from './models.ts';
import { CORE_RATE } from './queueing-core.ts';
import type { CurvePlan } from './scaling.ts';

/** Offered load of the queueing core. */
const LOAD = 0.98;
/** Slots of all pods of core.yaml. */
const SLOTS = 320;
/** Four times that is the least a population sends: setting it up is spread over so many. */
const FEW_REQUESTS = 25;
/** Mean service in core.yaml [s]. */
const SERVICE = 0.1;
/** Slots of each pod where pods are what grows. */
const FEW_SLOTS = 4;
/** Pods that die, and come back slowly, in the course of a run; and mean service there [s]. */
const DEATHS = 100;
const LONG_SERVICE = 10;
/** Pods of full.yaml. */
const FULL_PODS = 3;
/** What of a shared link is for each pod [MB/s]: about what its uploads bring. */
const LINK_SHARE = 125;
/** Uploads for each pod of full.yaml, those that wait included. */
const CROWD = 43;

export const CURVES: readonly CurvePlan[] = [
  {
    name: 'pods',
    axis: 'pods of 4 slots each',
    most: 10_000,
    panel: 'pods',
    model: (pods, requests) => core(pods, FEW_SLOTS, requests),
  },
  {
    name: 'pods (HAProxy 3.2)',
    axis: 'pods of 4 slots each',
    most: 10_000,
    panel: 'pods',
    model: (pods, requests) => core(pods, FEW_SLOTS, requests, { 'haproxy.version': '3.2' }),
  },
  {
    name: 'pods (minconn)',
    axis: 'pods of 2 slots, 4 under load',
    most: 10_000,
    panel: 'pods',
    model: (pods, requests) =>
      core(pods, FEW_SLOTS, requests, {
        'haproxy.minconn': FEW_SLOTS / 2,
        'haproxy.fullconn': FEW_SLOTS * pods,
      }),
  },
  {
    name: 'pods (slow start)',
    axis: 'pods of 4 slots, one of them dead at times',
    most: 10_000,
    panel: 'pods',
    model: restarting,
  },
  {
    name: 'pods (roundrobin)',
    axis: 'pods of 4 slots each',
    most: 10_000,
    panel: 'pods',
    model: (pods, requests) => core(pods, FEW_SLOTS, requests, { 'haproxy.balance': 'roundrobin' }),
  },
  {
    name: 'pods (Service)',
    axis: 'pods without HAProxy, drawn at random',
    most: 10_000,
    panel: 'pods',
    model: (pods, requests) => core(pods, FEW_SLOTS, requests, { 'haproxy.enabled': false }),
  },
  {
    name: 'in service',
    axis: 'slots of one pod, 98% in use',
    most: 100_000,
    panel: 'clients',
    model: (slots, requests) => core(1, slots, requests),
  },
  {
    name: 'in the queue',
    axis: 'clients of a closed crowd before 320 slots',
    most: 100_000,
    panel: 'clients',
    model: (workers, requests) =>
      benchModel('core', {
        clients: [{ kind: 'closed', workers, requests: 'none', bodySize: 0 }],
        'haproxy.timeouts.queue': 'none',
        // Fewer clients than slots keep only so many of them busy.
        ...horizon(filling(requests, workers) / (Math.min(workers, SLOTS) / SERVICE)),
      }),
  },
  {
    name: 'populations',
    axis: 'open populations, a hundred requests each',
    most: 1000,
    panel: 'clients',
    model: (count, requests) =>
      benchModel('core', {
        clients: Array.from({ length: count }, () => ({
          kind: 'open',
          rate: `${CORE_RATE / count}/s`,
          bodySize: 0,
        })),
        ...horizon(filling(requests, FEW_REQUESTS * count) / CORE_RATE),
      }),
  },
  {
    name: 'steps of a rate',
    axis: 'steps in the schedule of one open population',
    most: 10_000,
    panel: 'clients',
    model: (steps, requests) => {
      const seconds = filling(requests, steps) / CORE_RATE;
      const schedule = Array.from({ length: steps }, (_, step) => ({
        at: `${((step + 1) / (steps + 1)) * seconds}s`,
        rate: `${(step % 2 === 0 ? 0.9 : 1) * CORE_RATE}/s`,
      }));
      return benchModel('core', { 'clients[0].schedule': schedule, ...horizon(seconds) });
    },
  },
  {
    name: 'HAProxy replicas',
    axis: 'HAProxies of 40 slots in each of 8 pods',
    most: 1000,
    panel: 'clients',
    model: (replicas, requests) =>
      benchModel('core', { 'haproxy.replicas': replicas, ...horizon(requests / CORE_RATE) }),
  },
  {
    name: 'horizon',
    axis: 'thousands of requests in all',
    most: 10_000,
    panel: 'clients',
    model: (thousands) => benchModel('core', horizon((1000 * thousands) / CORE_RATE)),
  },
  {
    name: 'bytes: pods',
    axis: 'pods of 43 uploads each',
    most: 10_000,
    panel: 'bytes',
    model: (pods, requests) =>
      full(CROWD * pods, filling(requests, CROWD * pods), pods, { 'pod.replicas': pods }),
  },
  {
    name: 'bytes: pods (shared link)',
    axis: 'pods of 43 uploads each behind one link',
    most: 100,
    panel: 'bytes',
    model: (pods, requests) =>
      full(CROWD * pods, filling(requests, CROWD * pods), pods, {
        'pod.replicas': pods,
        'link.rate': `${LINK_SHARE * pods}MB/s`,
      }),
  },
  {
    name: 'bytes: in flight',
    axis: 'uploads in one pod',
    most: 100_000,
    panel: 'bytes',
    model: (uploads, requests) => full(uploads, filling(requests, uploads), 1, CROWDED_POD),
  },
  {
    name: 'bytes: in flight (own paces)',
    axis: 'uploads in one pod, a pace each',
    most: 100_000,
    panel: 'bytes',
    model: (uploads, requests) =>
      full(uploads, filling(requests, uploads), 1, {
        ...CROWDED_POD,
        'clients[0].pace': { law: 'lognormal', mean: '20MB/s', cv: 0.3 },
      }),
  },
  {
    name: 'bytes: horizon',
    axis: 'thousands of requests in all',
    most: 300,
    panel: 'bytes',
    model: (thousands) =>
      full(CROWD * FULL_PODS, 1000 * thousands, FULL_PODS, { 'pod.memoryLimit': 'none' }),
  },
];

/** Nothing in front of one pod that reads whatever comes, and no limit to kill it. */
const CROWDED_POD = {
  'haproxy.enabled': false,
  'pod.replicas': 1,
  'pod.memoryLimit': 'none',
  'pod.handler': 'parts',
  'clients[0].startJitter': { law: 'uniform', min: '0s', max: '10s' },
} as const;

/** The queueing core with other servers under the same load. */
function core(pods: number, maxconn: number, requests: number, set: object = {}) {
  const rate = (LOAD * pods * maxconn) / SERVICE;
  return benchModel('core', {
    'pod.replicas': pods,
    'haproxy.maxconn': maxconn,
    'clients[0].rate': `${rate}/s`,
    ...horizon(filling(requests, pods * maxconn) / rate),
    ...set,
  });
}

/** Services last long here, so that pods come back before the last request is sent. */
function restarting(pods: number, requests: number) {
  const rate = (LOAD * pods * FEW_SLOTS) / LONG_SERVICE;
  const seconds = filling(requests, FEW_SLOTS * pods) / rate;
  return core(pods, FEW_SLOTS, requests, {
    'clients[0].rate': `${rate}/s`,
    'pod.service': { law: 'exponential', mean: `${LONG_SERVICE}s` },
    'pod.restart.base': '1s',
    'haproxy.slowstart': '5s',
    'haproxy.timeouts.queue': '5s',
    'run.faults': Array.from({ length: DEATHS }, (_, death) => ({
      at: `${(death / DEATHS) * seconds}s`,
      pod: Math.floor((death / DEATHS) * pods),
    })),
    ...horizon(seconds),
  });
}

/** @param pods that share the work; each serves a third of what full.yaml does */
function full(workers: number, requests: number, pods: number, set: object) {
  const rate = (FULL_RATE / FULL_PODS) * pods;
  return benchModel('full', {
    'clients[0].workers': workers,
    ...horizon(requests / rate),
    ...set,
  });
}

function horizon(seconds: number) {
  return { 'run.horizon': `${seconds}s` };
}

/** Enough requests to fill a system and to see it full. */
function filling(requests: number, capacity: number): number {
  return Math.max(requests, 4 * capacity);
}
