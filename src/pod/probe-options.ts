/** What a probe of the kubelet is told: liveness and readiness have the same settings. */
import type * as z from 'zod';
import { count, flag, group, type Resolved, seconds, secondsLaw } from '../schema/fields.ts';
import { PROBES } from './sources.ts';

/** @param doc what the probe decides */
function probe(doc: string) {
  return group(doc, {
    enabled: flag({
      doc: 'Whether there is such a probe; the application answers it on its event loop.',
      default: false,
      source: 'neutral: no probe unless a model states one',
    }),
    period: seconds({
      doc: 'Time between two probes of a pod.',
      above: 0,
      default: '10s',
      source: `${PROBES}: periodSeconds`,
    }),
    timeout: seconds({
      doc: 'A probe fails if the blocking calls ahead of it take the event loop longer.',
      default: '1s',
      source: `${PROBES}: timeoutSeconds`,
    }),
    failureThreshold: count({
      doc: 'Failures in a row before anything happens.',
      min: 1,
      default: 3,
      source: `${PROBES}: failureThreshold`,
    }),
    initialDelay: seconds({
      doc: 'Time a pod listens before its first probe.',
      default: '0s',
      source: `${PROBES}: initialDelaySeconds`,
    }),
    phase: secondsLaw({
      doc: 'Delay of the first probe beyond that, drawn whenever a pod begins to listen.',
      default: '0s',
      source: 'assumed: the kubelet starts probing with the container',
    }),
  });
}

export const liveness = probe(
  'The liveness probe: a pod that fails it is killed at once (no grace period), and restarted.',
);

export const readiness = probe(
  'The readiness probe: a pod that fails it gets no new connections without HAProxy.',
);

export type ProbeOptions = Resolved<z.output<typeof liveness>>;
