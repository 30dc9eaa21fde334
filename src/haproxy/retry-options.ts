/** What becomes of a request whose server fails, or whose client leaves. */
import { COUNT } from '../schema/dimension.ts';
import { count, field, flag, someOf } from '../schema/fields.ts';
import type { Kind } from '../schema/kind.ts';
import { quantity } from '../schema/quantity.ts';
import { flagKind } from '../schema/word.ts';
import { RETRY_REASONS } from './retry-policy.ts';

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

/** `option redispatch` takes an interval: true and false, or a whole number of either sign. */
function flagOrInterval(): Kind<boolean | number> {
  const flags = flagKind(false) as unknown as Kind<boolean>;
  const intervals = quantity(COUNT, { min: -100, max: 100 });
  const range = `${flags.range}, or ${intervals.range}`;
  return {
    unit: 'flag',
    range,
    law: false,
    json: { anyOf: [flags.json, intervals.json] },
    read: (raw) => {
      const reading = typeof raw === 'number' ? intervals.read(raw) : flags.read(raw);
      if ('value' in reading) return reading as { value: boolean | number };
      return { problems: reading.problems.map((problem) => ({ ...problem, expected: range })) };
    },
    format: String,
  };
}

export const failure = {
  retries: count({
    doc: 'Further attempts to connect to a pod after the first one failed.',
    max: 100,
    default: 3,
    source: manual('section 4.2, retries'),
  }),
  redispatch: field<boolean | number>(flagOrInterval(), {
    doc: 'Whether a retry may go to another server; N is each Nth retry, -1 (true) the last.',
    default: false,
    source: manual('section 4.2, option redispatch: off by default'),
  }),
  retryOn: someOf(RETRY_REASONS, {
    doc: 'What is retried; beyond conn-failure, only requests that fit the buffer whole.',
    default: ['conn-failure'],
    source: manual('section 4.2, retry-on'),
  }),
  abortonclose: flag({
    doc:
      'Whether a complete request whose client has left is dropped: the option set for frontend ' +
      'and backend (a defaults section; in a backend alone it does nothing in 2.6 and 2.8). ' +
      'auto is the version: off.',
    auto: true,
    default: 'auto',
    source: `${manual('section 4.2, option abortonclose')}; on by default from 3.3 on`,
  }),
};
