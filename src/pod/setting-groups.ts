/** The parts of a pod that have settings of their own: limiter, CPU, restarts, the fit. */
import { byteRate, bytes, flag, group, plainNumber, seconds } from '../schema/fields.ts';
import { BUDGET, KUBELET, LIMITER, RIG } from './sources.ts';

export const limiter = group("The application's own memory limiter.", {
  enabled: flag({
    doc: 'Whether requests reserve budget; auto is on for the limiter-* handlers.',
    auto: true,
    default: 'auto',
    source: LIMITER,
  }),
  budget: bytes({
    doc: 'Bytes that may be reserved at once; a request that wants more is refused at once.',
    above: 0,
    default: '64MiB',
    source: BUDGET,
  }),
  reserveLengths: plainNumber({
    doc: 'A PUT reserves so many times its length ...',
    above: 0,
    default: 2,
    source: LIMITER,
  }),
  reserveMost: bytes({
    doc: '... but no more than this, and at least 64 KiB.',
    above: 0,
    none: true,
    default: '16MiB',
    source: LIMITER,
  }),
  wait: seconds({
    doc: 'Longest wait for budget, then 503 SlowDown.',
    default: '30s',
    source: `${LIMITER}: BACKPRESSURE_TIMEOUT 30`,
  }),
});

export const cpu = group('What the bytes cost on the event loop.', {
  read: byteRate({
    doc: "One core's speed at reading and copying a body.",
    above: 0,
    none: true,
    default: '1.4GB/s',
    source: `with cpu.encrypt 0.82 GB/s a core, of 0.76 to 1.0 ${RIG}`,
  }),
  encrypt: byteRate({
    doc: "One core's speed at encrypting a part, one blocking call at a time.",
    above: 0,
    none: true,
    default: '2GB/s',
    source: `AES-256-GCM, with cpu.read 0.82 GB/s a core, of 0.76 to 1.0 ${RIG}`,
  }),
});

export const restart = group('Back-off between restarts (CrashLoopBackOff).', {
  first: seconds({
    doc: 'Delay before the first restart.',
    default: '0s',
    source: KUBELET,
  }),
  base: seconds({
    doc: 'Delay before the second restart; later ones double it.',
    default: '10s',
    source: KUBELET,
  }),
  max: seconds({ doc: 'Longest delay.', default: '300s', source: KUBELET }),
  reset: seconds({
    doc: 'Running time after which the delay starts over.',
    default: '10m',
    source: KUBELET,
  }),
});

export const fit = group('The handler incident-fit, and no other.', {
  perRequest: bytes({
    doc: 'Bytes per request in flight; no degree of freedom left, so no evidence.',
    above: 0,
    default: '7.32MiB',
    source:
      'line through 335 MiB at 40 and 957 MiB at 125 in flight: ServerSideHannes/s3proxy-python#99',
  }),
});
