/** The deterministic bound on the memory of a pod: what no run of the model can exceed. */
import type { Model } from '../config/config.ts';
import { traitsOf } from '../haproxy/version.ts';
import { largestGrowth } from '../pod/memory.ts';
import { largestBytesPerRequest, profileOf, transientBytes } from '../pod/profile.ts';
import type { Law } from '../random/law.ts';
import { compileLaw } from '../random/sampler.ts';

export interface Bound {
  /** [B]; null where there is no bound. */
  readonly bytes: number | null;
  /** What the bound covers, or `no bound: <reason>`. */
  readonly note: string;
}

type Client = Model['clients'][number];

const UNLIMITED = Number.POSITIVE_INFINITY;

/** A run effect without an upper end is covered up to this quantile, and the note says so. */
const SURE = 1 - 1e-6;

/**
 * base + requests at once x the most bytes of one request, grown by whatever the allocator adds.
 * Requests at once are maxconn in each frontproxy, and twice that where a restarted pod is
 * overshot (haproxy/haproxy#2744). It holds because a slot is only freed when its request's bytes
 * are: no client of the model gives up and leaves its bytes behind.
 */
export function deterministicBound(model: Model): Bound {
  const { haproxy, pod } = model;
  const missing = whyNoBound(model);
  if (missing !== null) return { bytes: null, note: `no bound: ${missing}` };
  const overshoot = traitsOf(haproxy.version).overshootsOnReturn ? 2 : 1;
  const requests = haproxy.replicas * overshoot * haproxy.maxconn;
  const smallest = Math.min(
    ...model.clients.map((client) => compileLaw(bodyLaw(client)).quantile(0)),
  );
  const bodyBytes = largestOf(model.clients.map((client) => bodyLaw(client)));
  const responseBytes = largestOf(model.clients.map((client) => responseLaw(client)));
  const { base, fragmentation } = profileOf(pod);
  const growth = largestGrowth(fragmentation, pod.partSize, requests);
  const held =
    requests * largestBytesPerRequest(pod, smallest, bodyBytes, responseBytes) +
    transientBytes(pod, bodyBytes);
  // The run effect may also be below 1, which bounds nothing.
  const effect = compileLaw(pod.runEffect);
  const largestEffect = Math.max(1, effect.max === UNLIMITED ? effect.quantile(SURE) : effect.max);
  const restart = overshoot > 1 ? `, twice that after a restart under ${haproxy.version}` : '';
  const unlikely =
    effect.max === UNLIMITED
      ? `, and a run effect of up to ${largestEffect.toFixed(2)}: all but 1e-6 of process starts`
      : '';
  return {
    bytes: base + held * largestEffect + growth,
    note: `covers ${haproxy.replicas} x ${haproxy.maxconn} requests in a pod${restart}${unlikely}`,
  };
}

function whyNoBound({ clients, haproxy }: Model): string | null {
  if (!haproxy.enabled) return 'HAProxy is out of the way';
  if (haproxy.maxconn === UNLIMITED) return 'maxconn is none';
  for (const [index, client] of clients.entries()) {
    const { patience } = client;
    const waits = patience.law === 'constant' && patience.value === UNLIMITED;
    if (!waits) return `clients[${index}] may give up, and its bytes outlive its slot`;
    const laws = { bodySize: bodyLaw(client), responseSize: responseLaw(client) };
    for (const [key, law] of Object.entries(laws)) {
      if (!isBounded(law)) return `clients[${index}].${key} (${law.law}) has no largest value`;
    }
  }
  return null;
}

const NOTHING: Law = { law: 'constant', value: 0 };

/** Bodies the client sends; none where all its requests are GETs. */
function bodyLaw(client: Client): Law {
  if (client.kind === 'replay') {
    const sent = client.trace.filter(({ method }) => method === 'PUT' || method === 'POST');
    return oneOf(sent.map(({ bytes }) => bytes));
  }
  const sends = client.method === 'PUT' || client.method === 'POST';
  return sends && client.getShare < 1 ? client.bodySize : NOTHING;
}

/** Bodies that answer its GETs. */
function responseLaw(client: Client): Law {
  if (client.kind === 'replay') {
    const got = client.trace.filter(({ method }) => method === 'GET');
    return oneOf(got.map(({ bytes, responseBytes }) => responseBytes ?? bytes));
  }
  return client.method === 'GET' || client.getShare > 0 ? client.responseSize : NOTHING;
}

function oneOf(values: readonly number[]): Law {
  return values.length === 0 ? NOTHING : { law: 'empirical', values };
}

function isBounded(law: Law): boolean {
  return compileLaw(law).max < UNLIMITED;
}

function largestOf(laws: readonly Law[]): number {
  return Math.max(...laws.map((law) => compileLaw(law).max));
}
