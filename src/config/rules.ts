/** What must hold between the settings of a model, wherever they stand. */
import type { ClientOptions } from '../clients/options.ts';
import type { HaproxyOptions } from '../haproxy/options.ts';
import { baseBytes, type PodOptions } from '../pod/options.ts';
import { readableBytes } from '../units/readable.ts';
import { checkClients } from './client-rules.ts';
import { checkHaproxy } from './haproxy-rules.ts';
import type { RunOptions } from './run-options.ts';

/** Says what is expected of the value at a path, and what to do about it. */
export type Complain = (path: (string | number)[], expected: string, hint: string) => void;

interface Shape {
  readonly clients: readonly ClientOptions[];
  readonly haproxy: HaproxyOptions;
  readonly pod: PodOptions;
  readonly run: RunOptions;
}

/** Complains of every rule that a model breaks whose settings are all right one by one. */
export function checkRules(model: Shape, complain: Complain): void {
  needHorizon(model, complain);
  checkClients(model, complain);
  fitIdlePod(model, complain);
  needPods(model, complain);
  checkHaproxy(model, complain);
}

function needHorizon({ clients, run }: Shape, complain: Complain): void {
  if (run.horizon !== Number.POSITIVE_INFINITY) return;
  for (const [index, client] of clients.entries()) {
    const endless =
      client.kind === 'open' ||
      (client.kind === 'closed' && client.requests === Number.POSITIVE_INFINITY);
    if (!endless) continue;
    const expected = `a duration, because clients[${index}] never stops by itself`;
    complain(['run', 'horizon'], expected, 'for example 10m');
  }
}

/** A pod whose idle process exceeds its limit is killed for ever and serves nobody. */
function fitIdlePod({ pod }: Shape, complain: Complain): void {
  const idle = baseBytes(pod);
  const limit = pod.memoryLimit;
  if (idle <= limit) return;
  const isStated = pod.base !== 'auto';
  const expected = isStated
    ? `at most ${readableBytes(limit)}, the pod.memoryLimit`
    : `at least ${readableBytes(idle)}, the pod.base of ${pod.handler}`;
  complain(['pod', isStated ? 'base' : 'memoryLimit'], expected, 'an idle pod must fit');
}

/** A pod that is named by its index exists. */
function needPods({ haproxy, pod, run }: Shape, complain: Complain): void {
  const named = [
    ...haproxy.weights.map((each, i) => ({
      index: each.pod,
      path: ['haproxy', 'weights', i, 'pod'],
    })),
    ...run.faults.map((fault, i) => ({ index: fault.pod, path: ['run', 'faults', i, 'pod'] })),
    ...pod.slow.map((slow, i) => ({ index: slow.pod, path: ['pod', 'slow', i, 'pod'] })),
  ];
  for (const { index, path } of named) {
    if (index < pod.replicas) continue;
    const hint = `pods count from 0, and there are ${pod.replicas}`;
    complain(path, `a pod from 0 to ${pod.replicas - 1}`, hint);
  }
}
