import { expect, it } from 'vitest';
import { treeOf } from '../schema/tree.ts';
import { knobDimension, knobOf, scanOf } from './knob.ts';

const MODEL = {
  tree: treeOf(
    {
      clients: [{ kind: 'closed', bodySize: '16MB', workers: 10 }],
      haproxy: { maxconn: 40, timeouts: { queue: '30s' } },
      pod: { memoryLimit: '512Mi' },
    },
    { label: 'model' },
  ),
  file: 'm.yaml',
  overrides: [],
};

const found = (path: string, from: string | null = null, to: string | null = null) =>
  knobOf(path, { from, to }, MODEL);
const knob = (...given: Parameters<typeof found>) => {
  const outcome = found(...given);
  if ('complaints' in outcome) throw new Error(outcome.complaints.join('\n'));
  return outcome.value;
};

it('is a number of the model, and puts values of its unit there', () => {
  const cap = knob('haproxy.maxconn');
  expect(cap).toMatchObject({ unit: 'count', whole: true, from: 5, to: 320 });
  expect(cap.modelAt(7).haproxy.maxconn).toBe(7);
  const wait = knob('haproxy.timeouts.queue', '500ms', '1m');
  expect(wait).toMatchObject({ unit: 's', whole: false, from: 0.5, to: 60 });
  expect(wait.modelAt(1.25).haproxy.timeouts.queue).toBe(1.25);
  const size = knob('clients[0].bodySize');
  expect(size).toMatchObject({ unit: 'B', from: 2e6, to: 128e6 });
  const bodySize = { law: 'constant', value: 1e6 / 3 };
  expect(size.modelAt(1e6 / 3).clients[0]).toMatchObject({ bodySize });
});

it('is scanned from end to end, in equal ratios where the range is wide', () => {
  expect(scanOf(knob('haproxy.maxconn', '1', '128'), 8)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(scanOf(knob('haproxy.maxconn', '1', '5'), 9)).toEqual([1, 2, 3, 4, 5]);
  expect(scanOf(knob('haproxy.timeouts.queue', '10s', '30s'), 5)).toEqual([10, 15, 20, 25, 30]);
});

it.each([
  [['haproxy.maxcon'], /^--knob haproxy\.maxcon: unknown path; did you mean "haproxy\.maxconn"\?$/],
  [['maxconn'], /^--knob maxconn: unknown path; did you mean haproxy\.maxconn\?$/],
  [['pod.handler'], /^--knob pod\.handler: expected a number of the model/],
  [
    ['haproxy.maxconn', '0'],
    /^--knob haproxy\.maxconn=0 haproxy\.maxconn: expected a whole number/,
  ],
  [['haproxy.maxconn', '1.5'], /^--from 1\.5: expected a whole number/],
  [['haproxy.timeouts.queue', '10'], /^--from 10: expected a duration.*10s or 10ms$/],
  [['haproxy.maxconn', '50', '40'], /^--from, --to: expected a range; 50 is not below 40$/],
  [['clients[0].pace'], /^--from: expected a byte rate.*no single number at clients\[0\]\.pace/],
] as const)('%s is refused with a line', (given, line) => {
  const [path, from = null, to = null] = given as readonly [string, string?, string?];
  const outcome = found(path, from, to);
  expect('complaints' in outcome ? outcome.complaints[0] : '').toMatch(line);
});

it('knows its dimension before there is a model', () => {
  expect(knobDimension('pod.memoryLimit')).toMatchObject({ value: { unit: 'B', whole: false } });
});
