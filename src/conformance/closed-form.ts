/** The textbook's answer to a measured queueing case, from its configuration alone. */
import { mdcMeanWait } from '../theory/mdc.ts';
import { mmcPatience } from '../theory/mmc-patience.ts';
import type { CaseConfig } from './measured-case.ts';
import type { QuantityName } from './results.ts';

type ClosedForm = Partial<Record<QuantityName, number>>;

/**
 * Poisson arrivals at equal servers that answer after a known time: HAProxy's slots are the
 * servers. Exponential service: M/M/c with deterministic patience, exact. Constant service: M/D/c,
 * which is stable without a time-out only, and here neglects it.
 *
 * @param overhead what the rig adds to the time of service [s]
 */
export function closedForm(config: CaseConfig, overhead: number): ClosedForm {
  const { handler, clients, rate_per_s, maxconn, kill_at, slow_pod } = config;
  const isQueue = handler === 'constant' && clients === 'poisson' && config.haproxy;
  if (!isQueue || maxconn === undefined || kill_at || slow_pod) return {};
  const servers = maxconn * config.pods;
  const service = config.s3_delay_s + overhead;
  const arrivalRate = rate_per_s!;
  if (config.service_law === 'exp') {
    const queue = { servers, arrivalRate, serviceRate: 1 / service };
    const { servedWaitMean, timeoutShare } = mmcPatience(queue, config.timeout_queue_s!);
    return { queue_wait_mean: servedWaitMean, queue_timeout_share: timeoutShare };
  }
  const load = arrivalRate * service;
  return load < servers ? { queue_wait_mean: service * mdcMeanWait(servers, load) } : {};
}
