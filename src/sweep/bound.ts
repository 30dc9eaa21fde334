/** The deterministic bound on the memory of a pod: what no run of the model can exceed. */
import type { Model } from '../config/config.ts';
import { traitsOf } from '../haproxy/version.ts';
import { largestGrowth } from '../pod/kept-bytes.ts';
import { largestBytesPerRequest, profileOf, transientBytes } from '../pod/profile.ts';
import { compileLaw } from '../random/sampler.ts';
import { trafficExtremes, unboundedLaw } from './traffic-extremes.ts';

export interface Bound {
  /** [B]; null where there is no bound. */
  readonly bytes: number | null;
  /** What the bound covers, or `no bound: <reason>`. */
  readonly note: string;
}

const UNLIMITED = Number.POSITIVE_INFINITY;

/** A run effect without an upper end is covered up to this quantile, and the note says so. */
const SURE = 1 - 1e-6;

/**
 * base + requests at once x the most bytes of one request, grown by whatever the allocator adds, and
 * what all requests of a run leave behind. Requests at once are maxconn in each frontproxy, and twice
 * that where a restarted pod is overshot (haproxy/haproxy#2744). It holds because a slot is only
 * freed when its request's bytes are: nobody gives up, or is cut off, and leaves bytes behind.
 */
export function deterministicBound(model: Model): Bound {
  const { haproxy, pod } = model;
  const missing = whyNoBound(model);
  if (missing !== null) return { bytes: null, note: `no bound: ${missing}` };
  const overshoot = traitsOf(haproxy.version).overshootsOnReturn ? 2 : 1;
  const requests = haproxy.replicas * overshoot * haproxy.maxconn;
  const extremes = trafficExtremes(model);
  const { smallestBody, largestBody, largestResponse } = extremes;
  const { base, fragmentation } = profileOf(pod);
  const growth = largestGrowth(fragmentation, pod.partSize, requests);
  const keepsAlive = model.clients.some(({ keepAlive }) => keepAlive);
  const kernelBuffer = keepsAlive
    ? Math.max(pod.kernelBuffer, pod.warmKernelBuffer)
    : pod.kernelBuffer;
  const held =
    requests *
      largestBytesPerRequest({ ...pod, kernelBuffer }, smallestBody, largestBody, largestResponse) +
    transientBytes(pod, largestBody);
  const residue = pod.residue === 0 ? 0 : pod.residue * extremes.requests;
  // The run effect may also be below 1, which bounds nothing.
  const effect = compileLaw(pod.runEffect);
  const largestEffect = Math.max(1, effect.max === UNLIMITED ? effect.quantile(SURE) : effect.max);
  const restart = overshoot > 1 ? `, twice that after a restart under ${haproxy.version}` : '';
  const unlikely =
    effect.max === UNLIMITED
      ? `, and a run effect of up to ${largestEffect.toFixed(2)}: all but 1e-6 of process starts`
      : '';
  return {
    bytes: base + held * largestEffect + growth + residue,
    note: `covers ${haproxy.replicas} x ${haproxy.maxconn} requests in a pod${restart}${unlikely}`,
  };
}

function whyNoBound(model: Model): string | null {
  const { clients, haproxy, pod } = model;
  if (!haproxy.enabled) return 'HAProxy is out of the way';
  if (haproxy.maxconn === UNLIMITED) return 'maxconn is none';
  const impatient = clients.findIndex(
    ({ patience }) => compileLaw(patience).quantile(0) < UNLIMITED,
  );
  if (impatient >= 0) return `clients[${impatient}] may give up, and its bytes outlive its slot`;
  const { timeouts, onMarkedDown } = haproxy;
  const side = timeouts.server < UNLIMITED ? 'server' : 'client';
  if (timeouts[side] < UNLIMITED) return `timeouts.${side} frees slots whose bytes stay in the pod`;
  if (onMarkedDown === 'shutdown-sessions') {
    return 'onMarkedDown frees slots whose bytes stay in the pod';
  }
  if (traitsOf(haproxy.version).overshootsOnReturn) {
    const again = whyOvershotAgain(model);
    if (again !== null) return `before 3.2 ${again} sends more than twice maxconn to a pod`;
  }
  const law = unboundedLaw(model);
  if (law !== null) return `${law} has no largest value`;
  const isEndless = trafficExtremes(model).requests === UNLIMITED;
  if (pod.residue > 0 && isEndless) return 'pod.residue grows with every request, without end';
  return null;
}

/** What hands a server requests beyond its slots while it has some of those before. */
function whyOvershotAgain({ haproxy }: Model): string | null {
  if (haproxy.slowstart > 0) return 'each step of slowstart';
  if (haproxy.check.enabled && haproxy.check.http) return 'a busy pod that fails its checks';
  if (haproxy.observe !== 'none') return 'a pod marked DOWN by its traffic';
  return null;
}
