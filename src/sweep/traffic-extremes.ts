/** The most and the least that the clients of a model can ask of a pod, whatever is drawn. */
import type { Model } from '../config/config.ts';
import type { Law } from '../random/law.ts';
import { compileLaw } from '../random/sampler.ts';

type Client = Model['clients'][number];

const UNLIMITED = Number.POSITIVE_INFINITY;
const NOTHING: Law = { law: 'constant', value: 0 };
/** Parts of an upload, which double in size beyond this (clients/multipart-uploads.ts). */
const MOST_PARTS = 10_000;

export interface TrafficExtremes {
  /** Smallest and largest body of a request [B]. */
  readonly smallestBody: number;
  readonly largestBody: number;
  /** Largest body of an answer [B]. */
  readonly largestResponse: number;
  /** Requests that a run can bring to the pods; Infinity where there is no end. */
  readonly requests: number;
}

export function trafficExtremes({ clients, haproxy }: Model): TrafficExtremes {
  const bodies = clients.map(requestBodies);
  return {
    smallestBody: Math.min(...bodies.map(({ smallest }) => smallest)),
    largestBody: Math.max(...bodies.map(({ largest }) => largest)),
    largestResponse: Math.max(...clients.map((client) => compileLaw(responseLaw(client)).max)),
    requests: clients.reduce((sum, client) => sum + requestsOf(client), 0) * (haproxy.retries + 1),
  };
}

/** The law of a client that has no largest value, by its path; null where all have. */
export function unboundedLaw({ clients }: Model): string | null {
  for (const [index, client] of clients.entries()) {
    const laws = { bodySize: bodyLaw(client), responseSize: responseLaw(client) };
    for (const [key, law] of Object.entries(laws)) {
      if (compileLaw(law).max === UNLIMITED) return `clients[${index}].${key} (${law.law})`;
    }
  }
  return null;
}

/** Bodies of single requests: those of an upload in parts are its parts. */
function requestBodies(client: Client): { smallest: number; largest: number } {
  const body = compileLaw(bodyLaw(client));
  const { partSize } = client.multipart;
  if (body.max <= partSize) return { smallest: body.quantile(0), largest: body.max };
  const doublings = Math.ceil(Math.log2(body.max / partSize / MOST_PARTS));
  const largestPart = partSize * 2 ** Math.max(0, doublings);
  // The last part of an upload may be of any size.
  return { smallest: 0, largest: Math.min(body.max, largestPart) };
}

function requestsOf(client: Client): number {
  const parts = compileLaw(bodyLaw(client)).max > client.multipart.partSize ? MOST_PARTS + 2 : 1;
  return operationsOf(client) * client.retry.attempts * parts;
}

function operationsOf(client: Client): number {
  switch (client.kind) {
    case 'closed':
      return client.requests;
    case 'open':
      return UNLIMITED;
    case 'wave':
      return Math.max(1, Math.round(compileLaw(client.workers).max)) * client.waves;
    case 'replay':
      return client.trace.length;
  }
}

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
