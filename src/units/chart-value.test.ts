import { expect, test } from 'vitest';
import { chartBytes, chartTime, countOf } from './chart-value.ts';

test('bytes are a quantity that Kubernetes knows', () => {
  const said = [
    [400 * 2 ** 20, '400MiB'],
    [12.5e6, '12.5MB'],
    [512e3, '512kB'],
    [2 ** 30, '1GiB'],
    [1001, '1001B'],
    [536870912.4, '536870912.4B'],
  ] as const;
  expect(said.map(([bytes, label]) => chartBytes(bytes, label))).toEqual([
    '400Mi',
    '12.5M',
    '512k',
    '1Gi',
    1001,
    '512Mi',
  ]);
});

test('a quantity stays as it was written', () => {
  expect(chartBytes(2 ** 30, '1024Mi')).toBe('1024Mi');
});

test('a time is one that HAProxy reads', () => {
  expect([chartTime(30, '30s'), chartTime(120, '2m'), chartTime(1.5, '1.5s')]).toEqual([
    '30s',
    '2m',
    '1500ms',
  ]);
});

test('a plain number counts its unit', () => {
  expect(countOf(128 * 2 ** 20, 'MiB')).toBe(128);
  expect(countOf(16e6, 'MB')).toBe(16);
  expect(() => countOf(1, 'parsec')).toThrow('no unit');
});
