import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KnobFacts } from '../recommend/policy-facts.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { valuesPatch } from './values-patch.ts';

const own = exampleRecommendation();

const withKnobs = (change: (knob: KnobFacts) => KnobFacts): Recommendation => ({
  ...own,
  policy: { ...own.policy, knobs: own.policy.knobs.map(change) },
});

it('is the values of the chart under their names, in its units', () => {
  expect(parse(valuesPatch(own))).toEqual({
    frontproxy: { maxConnPerPod: 10, timeouts: { queue: '30s' } },
    resources: { limits: { memory: '256Mi' } },
  });
});

it('gives the reason above each line, and names what the chart has no name for', () => {
  const lines = valuesPatch(own).split('\n');
  const at = lines.findIndex((line) => line.includes('maxConnPerPod'));
  expect(lines.slice(at - 2, at)).toEqual([
    '  # maxconn: now 40.',
    '  # 60: breaks P(OOM) with model errors < 1% under parts, no limiter: 25% (23% to 28%).',
  ]);
  expect(lines).toContain(
    '# Not in this chart, as far as the policy says: allocator (pod.allocator): default',
  );
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

it('takes other names, nested or not', () => {
  const renamed = withKnobs((knob) => ({
    ...knob,
    helm: knob.path === 'haproxy.maxconn' ? 'maxconn' : knob.helm,
  }));
  expect(parse(valuesPatch(renamed))).toMatchObject({
    maxconn: 10,
    frontproxy: { timeouts: { queue: '30s' } },
  });
});

it('says what Kubernetes and HAProxy can read, and plain numbers of what the chart counts', () => {
  const labels = { 'pod.memoryLimit': '12.5MB', 'haproxy.timeouts.queue': '1.5s' };
  const values = { 'pod.memoryLimit': 12.5e6, 'haproxy.timeouts.queue': 1.5 };
  const candidates = own.candidates.map((each) => ({
    ...each,
    values: { ...each.values, ...values },
    labels: { ...each.labels, ...labels },
  }));
  const patched = parse(valuesPatch({ ...own, candidates }));
  expect(patched.resources).toEqual({ limits: { memory: '12.5M' } });
  expect(patched.frontproxy.timeouts).toEqual({ queue: '1500ms' });
  const counted = withKnobs((knob) =>
    knob.unit === 'B' ? { ...knob, helm: 'app.memoryMb', helmUnit: 'MiB' } : knob,
  );
  expect(parse(valuesPatch(counted)).app).toEqual({ memoryMb: 256 });
});

it('leaves out what is no limit, and says so', () => {
  const candidates = own.candidates.map((each) => ({
    ...each,
    values: { ...each.values, 'haproxy.maxconn': null },
    labels: { ...each.labels, 'haproxy.maxconn': 'none' },
  }));
  const text = valuesPatch({ ...own, candidates });
  expect(parse(text).frontproxy).toEqual({ timeouts: { queue: '30s' } });
  expect(text).toContain(
    '# To be left out, for no limit: frontproxy.maxConnPerPod, maxconn (haproxy.maxconn): none',
  );
});

it('changes nothing where nothing is recommended or nothing has a name', () => {
  for (const verdict of ['none_safe', 'undecided'] as const) {
    const text = valuesPatch(exampleRecommendation(verdict));
    expect(parse(text)).toBeNull();
    expect(text).toContain('No values are recommended.');
    const quick = valuesPatch({ ...exampleRecommendation(verdict), quick: true });
    expect(quick).toMatch(/# Quick run[\s\S]*No values are recommended\./);
  }
  const nameless = valuesPatch(withKnobs((knob) => ({ ...knob, helm: null })));
  expect(parse(nameless)).toBeNull();
});

it('cannot be broken out of by a text of the policy', () => {
  const title = 'a title\nimage: evil\n# over lines';
  const text = valuesPatch({ ...own, policy: { ...own.policy, title } });
  expect(parse(text)).toEqual(parse(valuesPatch(own)));
});
