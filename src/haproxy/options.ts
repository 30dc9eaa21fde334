/** HAProxy's settings, under the names of its configuration manual. */
import type { z } from 'zod';
import { count, flag, group, oneOf, type Resolved, seconds } from '../schema/fields.ts';

const HAPROXY_VERSIONS = ['2.6', '2.8', '3.0', '3.2'] as const;
export type HaproxyVersion = (typeof HAPROXY_VERSIONS)[number];

const BALANCES = ['leastconn'] as const;

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;
const INCIDENT = 'ServerSideHannes/s3proxy-python#99';

const timeouts = group("HAProxy's time-outs.", {
  queue: seconds({
    doc: 'Longest wait for a slot, then 503 sQ; none leaves it unset, which means timeouts.connect.',
    above: 0,
    none: true,
    default: 'none',
    source: manual('section 4.2, timeout queue'),
  }),
  connect: seconds({
    doc: 'Longest wait for a connection to a pod; with none and no timeouts.queue, no limit.',
    above: 0,
    none: true,
    default: '5s',
    source: 'assumed',
  }),
});

const check = group('Active health checks.', {
  enabled: flag({
    doc: 'Whether HAProxy probes the pods; without it a dead pod stays in rotation.',
    default: true,
    source: 'assumed',
  }),
  inter: seconds({
    doc: 'Time between two checks of a server.',
    above: 0,
    default: '2s',
    source: manual('section 5.2, inter'),
  }),
  fall: count({
    doc: 'Failed checks in a row that take a server down.',
    min: 1,
    default: 3,
    source: manual('section 5.2, fall'),
  }),
  rise: count({
    doc: 'Good checks in a row that bring a server up.',
    min: 1,
    default: 2,
    source: manual('section 5.2, rise'),
  }),
});

export const haproxySchema = group('The load balancer in front of the pods.', {
  enabled: flag({
    doc: 'false takes HAProxy out of the way: clients reach the pods directly, uncapped.',
    default: true,
    source: 'choice',
  }),
  version: oneOf(HAPROXY_VERSIONS, {
    doc: 'Whose behaviour to follow; before 3.2 a server that comes up may take twice its maxconn.',
    default: '3.2',
    source: 'runs of 2.6.12, 2.8.0, 3.0.0 and 3.2.0; haproxy/haproxy#2744',
  }),
  replicas: count({
    doc: 'HAProxy processes; each counts its own slots, so the pods see replicas x maxconn.',
    min: 1,
    default: 1,
    source: 'assumed',
  }),
  balance: oneOf(BALANCES, {
    doc: 'How a server is chosen.',
    default: 'leastconn',
    source: `${INCIDENT}: balance leastconn`,
  }),
  maxconn: count({
    doc: 'Requests in progress per server, in each replica; the rest wait in the queue.',
    min: 1,
    none: true,
    default: 'none',
    source: manual('section 5.2, maxconn: unlimited by default'),
  }),
  retries: count({
    doc: 'Further attempts to connect to a pod after the first one failed.',
    max: 100,
    default: 3,
    source: manual('section 4.2, retries'),
  }),
  redispatch: flag({
    doc: 'Whether a retry may go to another server (option redispatch).',
    default: false,
    source: manual('section 4.2, option redispatch: off by default'),
  }),
  timeouts,
  check,
});

export type HaproxyOptions = Resolved<z.output<typeof haproxySchema>>;
