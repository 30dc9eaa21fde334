import type { PlainModel } from './oracle-case.ts';

/** A pod that costs and holds nothing but what a case gives it: no CPU, no buffers, no base. */
export const BARE_POD: PlainModel = {
  replicas: 1,
  memoryLimit: 'none',
  base: '0B',
  kernelBuffer: '0B',
  uvicornBuffer: '0B',
  sendBuffer: '0B',
  retention: 0,
  fragmentation: 0,
  startup: '0s',
  cpu: { read: 'none', encrypt: 'none' },
};

/** Clients that reach the only pod directly. */
export const NO_PROXY: PlainModel = { enabled: false };

/** HAProxy as a mere queue with `maxconn` servers for each pod. */
export function queueBefore(maxconn: number, patience = 'none'): PlainModel {
  return {
    maxconn,
    timeouts: { queue: patience, connect: 'none' },
    check: { enabled: false },
  };
}

/** Poisson arrivals of equal bodies until the horizon. */
export function poisson(rate: number, body: PlainModel = { bodySize: '0B' }): PlainModel[] {
  return [{ kind: 'open', rate: `${rate}/s`, ...body }];
}

/** An M/G/c queue as a model: bodies of no size, the servers split over `pods`. */
export function pureQueue(
  queue: {
    readonly pods: number;
    readonly servers: number;
    readonly rate: number;
    readonly service: unknown;
    readonly patience?: string;
  },
  horizon: number,
): PlainModel {
  return {
    clients: poisson(queue.rate),
    haproxy: queueBefore(queue.servers / queue.pods, queue.patience),
    pod: { ...BARE_POD, replicas: queue.pods, handler: 'constant', service: queue.service },
    run: { horizon: `${horizon}s` },
  };
}

/** Poisson uploads of 1 MB, held for an exponential stay of 1 s each: `level` of them kill. */
export function heldUploads(load: number, level: number, horizon: number): PlainModel {
  const memoryLimit = `${level - 0.5}MB`;
  const service = { law: 'exponential', mean: '1s' };
  return {
    clients: poisson(load, { bodySize: '1MB' }),
    haproxy: NO_PROXY,
    pod: { ...BARE_POD, handler: 'constant', service, memoryLimit },
    run: { horizon: `${horizon}s` },
  };
}

/** Lognormal bodies read whole, one at a time, in three copies: large ones kill alone. */
export function jumpingBodies(requests: number, workers: number, median = '16MB'): PlainModel {
  const bodySize = { law: 'lognormal', median, sigma: 1 };
  return {
    clients: [{ kind: 'closed', workers, requests, bodySize, pace: '100MB/s' }],
    haproxy: queueBefore(1),
    pod: { ...BARE_POD, base: '24MiB', handler: 'read-all', copies: 3, memoryLimit: '512MiB' },
  };
}
