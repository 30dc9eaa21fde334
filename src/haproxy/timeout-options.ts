/** HAProxy's time-outs. */
import { group, seconds } from '../schema/fields.ts';

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

export const timeouts = group("HAProxy's time-outs.", {
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
  server: seconds({
    doc: 'Longest time in which no byte moves because of the pod, the wait for its answer included.',
    above: 0,
    none: true,
    default: 'none',
    source: manual('section 4.2, timeout server'),
  }),
  client: seconds({
    doc: 'Longest time in which no byte moves because of the client.',
    above: 0,
    none: true,
    default: 'none',
    source: manual('section 4.2, timeout client'),
  }),
  httpRequest: seconds({
    doc: 'Longest wait for a request before it is placed: with httpBufferRequest, for its body too.',
    above: 0,
    none: true,
    default: 'none',
    source: manual('section 4.2, timeout http-request'),
  }),
});
