/** Parameters of the server lines: how many requests a server gets, and which server gets one. */
import { count, list, oneOf, seconds } from '../schema/fields.ts';

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

const BALANCES = ['leastconn', 'roundrobin', 'first', 'random'] as const;

export const placement = {
  balance: oneOf(BALANCES, {
    doc: 'How a server is chosen; random is the better of two draws.',
    default: 'leastconn',
    source: 'ServerSideHannes/s3proxy-python#99: balance leastconn',
  }),
  weights: list('Weights of servers; those not named have 1.', {
    pod: count({ doc: 'Index of the pod, from 0.', source: 'choice' }),
    weight: count({
      doc: 'Its share of the requests beside the other weights; 0: none.',
      max: 256,
      source: manual('section 5.2, weight: 1 by default'),
    }),
  }),
  maxconn: count({
    doc: 'Requests in progress per server, in each replica; the rest wait in the queue.',
    min: 1,
    none: true,
    default: 'none',
    source: manual('section 5.2, maxconn: unlimited by default'),
  }),
  minconn: count({
    doc: 'Slots of a server while the backend is idle, growing to maxconn; none: always maxconn.',
    min: 1,
    none: true,
    default: 'none',
    source: manual('section 5.2, minconn'),
  }),
  fullconn: count({
    doc: 'Requests in the backend at which minconn is maxconn; auto: 10 % of frontend.maxconn.',
    min: 1,
    auto: true,
    default: 'auto',
    source: manual('section 4.2, fullconn: 10 % of the maxconn of the frontends'),
  }),
  maxqueue: count({
    doc: 'Requests that may wait bound to one full server, for leastconn; 0: all wait unbound.',
    default: 0,
    source: manual('section 5.2, maxqueue'),
  }),
  slowstart: seconds({
    doc: 'Time over which a server that comes UP gets back its weight and its slots.',
    default: '0s',
    source: manual('section 5.2, slowstart'),
  }),
};
