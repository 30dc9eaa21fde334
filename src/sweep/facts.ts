/** What a model says before anything is varied, for titles, rules in charts and sentences. */
import type { Model } from '../config/config.ts';
import type { SourceLine } from '../config/sources.ts';
import { traitsOf } from '../haproxy/version.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { ModelFacts } from './results.ts';

export function factsOf(model: Model, lines: readonly SourceLine[]): ModelFacts {
  const { haproxy, pod } = model;
  const said = (path: string) => lines.find((line) => line.path === path)?.value ?? '';
  return {
    memoryLimitBytes: finiteOrNull(pod.memoryLimit),
    maxconn: haproxy.enabled ? finiteOrNull(haproxy.maxconn) : null,
    queueTimeoutS: haproxy.enabled ? finiteOrNull(haproxy.timeouts.queue) : null,
    podReplicas: pod.replicas,
    haproxyReplicas: haproxy.enabled ? haproxy.replicas : 0,
    overshootsOnReturn: haproxy.enabled && traitsOf(haproxy.version).overshootsOnReturn,
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
  overshootsOnReturn: false,
  workers: '',
  bodySize: '',
  handler: '',
};
