/** What a model says before anything is varied, for titles, rules in charts and sentences. */
import type { Model } from '../config/config.ts';
import type { SourceLine } from '../config/sources.ts';
import type { ModelFacts } from './results.ts';

export function factsOf(model: Model, lines: readonly SourceLine[]): ModelFacts {
  const { haproxy, pod } = model;
  const said = (path: string) => lines.find((line) => line.path === path)?.value ?? '';
  return {
    memoryLimitBytes: limit(pod.memoryLimit),
    maxconn: haproxy.enabled ? limit(haproxy.maxconn) : null,
    queueTimeoutS: haproxy.enabled ? limit(haproxy.timeouts.queue) : null,
    podReplicas: pod.replicas,
    haproxyReplicas: haproxy.enabled ? haproxy.replicas : 0,
    workers: said('clients[0].workers'),
    bodySize: said('clients[0].bodySize'),
    handler: pod.handler,
  };
}

/** For experiments without a model of a pod. */
export const NO_FACTS: ModelFacts = {
  memoryLimitBytes: null,
  maxconn: null,
  queueTimeoutS: null,
  podReplicas: 0,
  haproxyReplicas: 0,
  workers: '',
  bodySize: '',
  handler: '',
};

/** `none` is null. */
function limit(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
