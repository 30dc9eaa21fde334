/** A fit gets back what made-up cases were made with. */

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { CaseConfig, MeasuredCase } from '../conformance/measured-case.ts';
import { formatIssue } from '../schema/issue.ts';
import { simulate } from '../simulation/simulate.ts';
import { type FitResults, fitModel } from './fit-model.ts';
import { fittedJson, fittedNumbers, fittedYaml } from './fitted-files.ts';
import { logRatios, type Runner } from './forward.ts';
import { measuredCase } from './measured.fixture.ts';
import { type FitPlan, readFit } from './read-fit.ts';

const RIG = `extends: fitted.yaml
clients:
  - kind: closed
pod:
  runEffect: 1
`;

const TRUTH = {
  'pod.heap.holes': 0.7,
  'pod.heap.chunky': '10MB',
  'pod.heap.growth': 4,
  'pod.heap.decay': 1.2,
  'pod.cpu.read': '0.9GB/s',
};

const parameter = (path: string, start: number, unit = 'number') => ({
  path,
  unit,
  start,
  low: start / 5,
  high: start * 5,
});

const wholes: [string, Partial<CaseConfig>][] = [
  ['whole_1', { workers: 1, requests: 2 }],
  ['whole_4', { workers: 4, requests: 8 }],
  ['whole_12', { workers: 12, requests: 12 }],
  ['whole_small', { workers: 12, requests: 12, body_bytes: 4e6 }],
];
const inParts: [string, Partial<CaseConfig>][] = [
  ['parts_6', { workers: 6, requests: 36 }],
  ['parts_12', { workers: 12, requests: 24 }],
  ['parts_16', { workers: 16, requests: 24 }],
  ['parts_24', { workers: 24, requests: 24 }],
];

const SPEC = {
  model: 'rig.yaml',
  measured: 'cases.json',
  replications: 1,
  statistics: [
    {
      path: 'pod.heap.idle',
      statistic: 'idle-memory',
      unit: 'MiB',
      start: 24,
      cases: ['whole_1', 'whole_4'],
    },
  ],
  blocks: [
    {
      name: 'bodies read whole',
      quantity: 'peak_memory',
      parameters: [parameter('pod.heap.holes', 1), parameter('pod.heap.chunky', 16, 'MB')],
      cases: wholes.map(([id]) => id),
    },
    {
      name: 'uploads in parts',
      quantity: 'peak_memory',
      parameters: [parameter('pod.heap.growth', 2), parameter('pod.heap.decay', 2)],
      cases: inParts.map(([id]) => id),
    },
    {
      name: 'pace',
      quantity: 'latency_p50',
      parameters: [parameter('pod.cpu.read', 1.4, 'GB/s')],
      cases: ['parts_12', 'parts_16', 'parts_24'],
    },
  ],
};

const runner: Runner = { run: async (model, seed) => simulate(model, seed), expect: () => {} };

function planOf(cases: readonly MeasuredCase[], spec: object = SPEC): FitPlan {
  const files: Record<string, string> = {
    'rig.yaml': RIG,
    'cases.json': JSON.stringify({ provenance: {}, cases }),
    // Of an earlier fit: a number that nobody looks for any more.
    'fitted.yaml': 'pod: { base: 99MiB }',
  };
  const read = readFit(stringify(spec), 'fit.yaml', (name) => files[name] ?? null);
  if ('issues' in read) throw new Error(read.issues.map(formatIssue).join('\n'));
  return read.value;
}

/** Cases whose measurements are what the simulator says under the truth, on 26 MiB of idle memory. */
async function madeUp(): Promise<MeasuredCase[]> {
  const given = [...wholes, ...inParts].map(([id, config]) =>
    measuredCase(id, {
      config: { ...config, handler: id.startsWith('parts') ? 'parts' : 'read-all' },
      measured: { idle_rss: [26 * 2 ** 20], peak_rss: [1], latency: { p50: 1, p99: 1 } },
    }),
  );
  const plan = planOf(given);
  const values = new Map<string, unknown>([...Object.entries(TRUTH), ['pod.heap.idle', '26MiB']]);
  const predicted = async (quantity: 'peak_memory' | 'latency_p50') => {
    const witnesses = given.map((one) => ({
      block: { ...plan.spec.blocks[0]!, quantity },
      repeats: [one],
    }));
    return (await logRatios(plan, witnesses, values, runner)).map(Math.exp);
  };
  const peaks = await predicted('peak_memory');
  const latencies = await predicted('latency_p50');
  return given.map((one, index) => ({
    ...one,
    measured: {
      ...one.measured,
      peak_rss: [peaks[index]!],
      latency: { p50: latencies[index]!, p99: latencies[index]! },
    },
  }));
}

describe('a fit to cases made up by the simulator', async () => {
  const plan = planOf(await madeUp());
  const results: FitResults = await fitModel(plan, runner);
  const numbers = fittedNumbers(results);
  const found = (path: string) => numbers.find(({ paths }) => paths[0] === path)!.value;

  it('gets back the numbers they were made with', () => {
    expect(results.search.converged).toBe(true);
    expect(found('pod.heap.idle')).toBe(26);
    expect(found('pod.heap.holes')).toBeCloseTo(0.7, 2);
    expect(found('pod.heap.chunky')).toBeCloseTo(10, 0);
    expect(found('pod.heap.growth')).toBeCloseTo(4, 1);
    expect(found('pod.heap.decay')).toBeCloseTo(1.2, 1);
    expect(found('pod.cpu.read')).toBeCloseTo(0.9, 2);
  });

  it('leaves next to nothing unexplained, where the start left much', () => {
    const peaks = ({ fitted }: FitResults['after']) => fitted[0]!.sigma;
    expect(peaks(results.before)).toBeGreaterThan(0.03);
    expect(peaks(results.after)).toBeLessThan(0.003);
  });

  it('writes the same bytes again, a model that says what was found', async () => {
    const again = await fitModel(plan, runner);
    expect(fittedJson(plan.spec, again)).toBe(fittedJson(plan.spec, results));
    expect(fittedYaml(again)).toBe(fittedYaml(results));
    expect(fittedYaml(results)).toMatch(/heap:\n {4}idle:\n {6}value: 26MiB\n/);
  });
});

it('tells mistakes in a fit file by their places', () => {
  const wrong = (spec: object) => {
    try {
      planOf([measuredCase('a')], spec);
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const [statistic] = SPEC.statistics;
  const only = { ...SPEC, blocks: [], statistics: [{ ...statistic, cases: ['b'] }] };
  expect(wrong(only)).toMatch(/^fit\.yaml:\d+:\d+ statistics\.0\.cases\.0: unknown case "b"/);
  expect(wrong({ ...SPEC, model: 'none.yaml' })).toMatch(/model: no such file: none\.yaml/);
  expect(wrong({ ...SPEC, measured: 'rig.yaml' })).toMatch(/measured: expected JSON with cases/);
  const thin = { ...SPEC.blocks[0]!, cases: ['a'] };
  expect(wrong({ ...SPEC, statistics: [], blocks: [thin] })).toMatch(
    /blocks\.0\.cases: expected more configurations than parameters, 2, got 1/,
  );
});
