/** What grows: pods, requests in flight, clients, the horizon; with and without bytes. */

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
/** Pods of full.yaml. */
const FULL_PODS = 3;
/** Uploads for each pod of full.yaml, those that wait included. */
const CROWD = 43;

export const CURVES: readonly CurvePlan[] = [
  {
    name: 'pods',
    axis: 'pods of 4 slots each',
    most: 10_000,
    bytes: false,
    model: (pods, requests) => core(pods, FEW_SLOTS, requests),
  },
  {
    name: 'pods (HAProxy 3.2)',
    axis: 'pods of 4 slots each',
    most: 10_000,
    bytes: false,
    model: (pods, requests) => core(pods, FEW_SLOTS, requests, { 'haproxy.version': '3.2' }),
  },
  {
    name: 'in service',
    axis: 'slots of one pod, 98% in use',
    most: 100_000,
    bytes: false,
    model: (slots, requests) => core(1, slots, requests),
  },
  {
    name: 'in the queue',
    axis: 'clients of a closed crowd before 320 slots',
    most: 100_000,
    bytes: false,
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
    axis: 'open populations of a hundred requests or more',
    most: 1000,
    bytes: false,
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
    name: 'horizon',
    axis: 'thousands of requests in all',
    most: 10_000,
    bytes: false,
    model: (thousands) => benchModel('core', horizon((1000 * thousands) / CORE_RATE)),
  },
  {
    name: 'bytes: pods',
    axis: 'pods of 43 uploads each',
    most: 10_000,
    bytes: true,
    model: (pods, requests) =>
      full(CROWD * pods, filling(requests, CROWD * pods), pods, { 'pod.replicas': pods }),
  },
  {
    name: 'bytes: in flight',
    axis: 'uploads in one pod',
    most: 100_000,
    bytes: true,
    model: (uploads, requests) => full(uploads, filling(requests, uploads), 1, CROWDED_POD),
  },
  {
    name: 'bytes: in flight (own paces)',
    axis: 'uploads in one pod, a pace each',
    most: 100_000,
    bytes: true,
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
    bytes: true,
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
