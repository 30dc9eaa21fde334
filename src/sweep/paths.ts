/** Paths of the model and columns of rows that the sweep, charts and reports give a meaning to. */

/** May be decided after a run, see memory-limits.ts. */
export const MEMORY_LIMIT = 'pod.memoryLimit';

/** The column of named cases. */
export const CASE = 'case';

/** The rival hypotheses on where the bodies go. */
export const HANDLER = 'pod.handler';

export const PODS = 'pod.replicas';
export const MAXCONN = 'haproxy.maxconn';
export const FRONTPROXIES = 'haproxy.replicas';
export const QUEUE_TIMEOUT = 'haproxy.timeouts.queue';

/** Of the first population: how many send at once, how large bodies, how often. */
export const WORKERS = 'clients[0].workers';
export const BODY_SIZE = 'clients[0].bodySize';
export const RATE = 'clients[0].rate';

/** What an experiment is about where it varies several paths and no chart says so: the first. */
export const KNOBS: readonly string[] = [QUEUE_TIMEOUT, MEMORY_LIMIT, WORKERS, RATE, MAXCONN];
