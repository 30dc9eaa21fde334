/** Memory beside the bytes in use: what each law of it takes for its constants. */
import { bytes, group, plainNumber, share } from '../schema/fields.ts';
import { RIG } from './sources.ts';

/** Paths under which the allocator keeps some of what it once gave out. */
const KEEPING = [
  'limiter-then-parts',
  'limiter-then-read',
  'parts',
  'sleep-then-read',
  'read-all',
] as const;
type Keeping = (typeof KEEPING)[number];

function retained(doc: string, byHandler: Readonly<Record<Keeping, number>>) {
  const one = (handler: Keeping) =>
    share({ doc: `Under ${handler}.`, default: byHandler[handler], source: `6 s idle: ${RIG}` });
  return group(doc, {
    'limiter-then-parts': one('limiter-then-parts'),
    'limiter-then-read': one('limiter-then-read'),
    parts: one('parts'),
    'sleep-then-read': one('sleep-then-read'),
    'read-all': one('read-all'),
  });
}

export const heap = group(
  'Memory beside the bytes in use; the default allocator is glibc malloc.',
  {
    idle: bytes({
      doc: 'Memory of an idle process; what pod.base auto is, but under incident-fit.',
      default: '24MiB',
      source: RIG,
    }),
    holes: plainNumber({
      doc: 'Copies of a body that the holes of its chunks keep, where many are read side by side.',
      default: 1,
      source: `a third copy beside the body and its ciphertext: ${RIG}`,
    }),
    alone: share({
      doc: 'Share of those holes that is given back where a body is read alone.',
      default: 0.8,
      source: `1 to 20 bodies of 16 MB at once: ${RIG}`,
    }),
    chunky: bytes({
      doc: 'Size from which a body leaves all its holes; a smaller one leaves them in proportion.',
      above: 0,
      default: '16MB',
      source: `40 bodies of 1 to 64 MB at once: ${RIG}`,
    }),
    growth: plainNumber({
      doc: 'Parts kept for each doubling of the uploads at once; what pod.fragmentation auto is.',
      default: 3,
      source: `4 to 128 uploads in parts at once: ${RIG}`,
    }),
    decay: plainNumber({
      doc: 'How fast the growth comes: after t turns of the crowd all but t to the minus this.',
      above: 0,
      default: 2,
      source: `1, 2 and 6 waves of 40 uploads in parts: ${RIG}`,
    }),
    retained: retained('Share of the highest held bytes that stays; what pod.retention auto is.', {
      'limiter-then-parts': 0.71,
      'limiter-then-read': 0.38,
      parts: 0.82,
      'sleep-then-read': 0.87,
      'read-all': 0.38,
    }),
    retainedFixed: retained('The same with pod.allocator fixed-threshold.', {
      'limiter-then-parts': 0.22,
      'limiter-then-read': 0.01,
      parts: 0.01,
      'sleep-then-read': 0.01,
      'read-all': 0.01,
    }),
  },
);
