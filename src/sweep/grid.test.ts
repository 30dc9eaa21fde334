import { expect, test } from 'vitest';
import { type Axis, expand, thinAxes } from './grid.ts';
import { thin } from './thin.ts';

const axis = (path: string, values: unknown[]): Axis => ({
  path,
  settings: values.map((value) => ({
    overrides: [{ path, value, at: { label: 'test' } }],
    caseName: null,
  })),
});

const valuesOf = (axes: Axis[]) =>
  expand(axes).map((point) => point.flatMap((setting) => setting.overrides.map((o) => o.value)));

test('design points are the product of the axes, the first varying slowest', () => {
  expect(valuesOf([axis('a', [1, 2]), axis('b', ['x', 'y', 'z'])])).toEqual([
    [1, 'x'],
    [1, 'y'],
    [1, 'z'],
    [2, 'x'],
    [2, 'y'],
    [2, 'z'],
  ]);
});

test('a grid without axes is one design point', () => {
  expect(expand([])).toEqual([[]]);
});

test('thinning keeps the first, the last, and values evenly between', () => {
  expect(thin([5, 10, 20, 30, 40, 50, 60, 80, 100, 128, null], 4)).toEqual([5, 30, 80, null]);
  expect(thin([1, 2, 3], 4)).toEqual([1, 2, 3]);
  expect(thin([1, 2, 3], 1)).toEqual([1]);
  expect(thin([1, 2, 3], 2)).toEqual([1, 3]);
});

test('a quick grid thins varied paths and keeps every named case', () => {
  const named = ['a', 'b', 'c'].map((caseName) => ({ overrides: [], caseName }));
  const [first, second] = thinAxes(
    [axis('a', [1, 2, 3, 4, 5]), { path: 'case', settings: named }],
    2,
  );
  expect(first!.settings.map((setting) => setting.overrides[0]!.value)).toEqual([1, 5]);
  expect(second!.settings).toHaveLength(3);
});
