import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPath, parsePath } from './path.ts';

test('a path is read back as it was written', () => {
  const key = fc.stringMatching(/^[a-zA-Z][\w-]{0,8}$/);
  const path = fc
    .tuple(key, fc.array(fc.oneof(key, fc.nat({ max: 99 }))))
    .map(([a, b]) => [a, ...b]);
  fc.assert(
    fc.property(path, (steps) => {
      expect(parsePath(formatPath(steps))).toEqual(steps);
    }),
  );
});

test.each(['', '.a', 'a..b', 'a.', 'a[x]', 'a[-1]', 'a b', 'a[0]b'])('%o is no path', (text) => {
  expect(parsePath(text)).toBeNull();
});

test('a key with dots is quoted in messages', () => {
  expect(formatPath(['set', 'haproxy.maxconn'])).toBe('set["haproxy.maxconn"]');
});
