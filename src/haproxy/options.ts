/** HAProxy's settings, under the names of its configuration manual. */
import type * as z from 'zod';
import { count, flag, group, oneOf, type Resolved } from '../schema/fields.ts';
import { check, observing } from './check-options.ts';
import { frontend, globalLimits } from './front-door-options.ts';
import { failure } from './retry-options.ts';
import { placement } from './slot-options.ts';
import { timeouts } from './timeout-options.ts';

const HAPROXY_VERSIONS = ['2.6', '2.8', '3.0', '3.2'] as const;
export type HaproxyVersion = (typeof HAPROXY_VERSIONS)[number];

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

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
  ...placement,
  ...failure,
  httpBufferRequest: flag({
    doc: 'Whether a body must be here, or fill a buffer, before its request is placed.',
    default: false,
    source: manual('section 4.2, option http-buffer-request: off by default'),
  }),
  timeouts,
  check,
  ...observing,
  frontend,
  global: globalLimits,
});

export type HaproxyOptions = Resolved<z.output<typeof haproxySchema>>;
