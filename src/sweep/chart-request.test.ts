import { expect, test } from 'vitest';
import { chartKind } from './chart-request.ts';

const read = (raw: unknown) => {
  const reading = chartKind.read(raw);
  if ('value' in reading) return reading.value;
  return reading.problems.map(
    ({ path, expected, hint }) => `${path.join('.')}: ${expected}; ${hint}`,
  );
};

test('a chart may be a name, or the chart knob with what it is to show', () => {
  expect(read('one-flood')).toEqual({ chart: 'one-flood', name: 'one-flood', knob: null });
  expect(read({ chart: 'knob', x: 'case', panels: ['goodput'] })).toMatchObject({
    chart: 'knob',
    name: 'knob',
    knob: { grid: null, x: 'case', series: null, title: '' },
  });
  expect(
    read({ chart: 'knob', name: 'a', x: 'p', series: 's', panels: ['goodput'] }),
  ).toMatchObject({ name: 'a', knob: { series: ['s'] } });
});

test('a panel is a statistic with its interval, a pair of quantiles, a column, or two columns', () => {
  const panels = ['oom_probability', 'queue_wait', 'makespan_p50_s', ['ok_share', 'killed_share']];
  const chart = read({ chart: 'knob', x: 'case', panels });
  expect(chart).toMatchObject({
    knob: {
      panels: [
        { columns: ['oom_probability'], band: { low: 'oom_probability_low' }, unit: 'share' },
        { columns: ['queue_wait_p99_s', 'queue_wait_p50_s'], band: null, unit: 's' },
        { columns: ['makespan_p50_s'], unit: 's' },
        { columns: ['ok_share', 'killed_share'], unit: 'share' },
      ],
    },
  });
});

test.each([
  [3, [': the name of a chart, or a map such as {chart: knob, x: ..., panels: [...]}; ']],
  ['knob', [': a map for the chart knob; write {chart: knob, x: <a varied path>, panels: [...]}']],
  [{ chart: 'knob' }, [': x for the chart knob; ', ': panels: a list of statistics; ']],
  [
    { chart: 'one-flood', x: 'case', panels: ['goodput'] },
    ['chart: knob; the other charts are asked for by their name alone'],
  ],
  [
    { chart: 'knob', x: 'case', panels: ['godput'] },
    ['panels.0: a statistic of the rows; did you mean "goodput"?'],
  ],
  [
    { chart: 'knob', x: 'case', panels: [['goodput', 'ok_share']] },
    ['panels.0: two statistics of one unit, one column each; '],
  ],
  [
    { chart: 'knob', x: 'case', panels: ['goodput'], serie: 'a' },
    ['serie: only chart, name, grid, x, series, panels, title; did you mean "series"?'],
  ],
  [
    { chart: 'knob', name: '../a', x: 'case', panels: ['goodput'] },
    ['name: a name of letters, digits, - and _; '],
  ],
])('%j is refused, with what was expected', (raw, lines) => {
  expect(read(raw)).toEqual(lines);
});
