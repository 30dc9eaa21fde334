import { expect, test } from 'vitest';
import { labelOf } from './cell.ts';

test.each([
  ['16MB', '16MB'],
  [null, 'null'],
  [{ value: 40, source: 'a file' }, '40'],
  [{ law: 'uniform', min: '0s', max: '2s', source: 'assumed' }, 'uniform, min 0s, max 2s'],
  [{ share: 0.2, after: '4MB', for: '120s' }, '(share 0.2, after 4MB, for 120s)'],
  [[{ at: '4s', pod: 1 }], '[(at 4s, pod 1)]'],
  [{ after: { law: 'constant', value: '1MB' } }, '(after constant, value 1MB)'],
])('%j is said in one line', (value, label) => {
  expect(labelOf(value)).toBe(label);
});
