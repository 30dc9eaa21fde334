import { describe, expect, it } from 'vitest';
import type { ExperimentResults } from '../sweep/results.ts';
import { type Row, STATISTICS } from '../sweep/row.ts';
import { CHARTS, drawCharts } from './charts.ts';
import { exampleResults } from './example-results.fixture.ts';
import { renderSvg } from './render.ts';

const EXPERIMENTS = [
  'maxconn',
  'queue-timeout',
  'memory-limit',
  'flood-size',
  'incident',
  'theory',
  'conformance',
  'knob',
];

/** What a chart must survive: the same results, poorer. */
const VARIANTS: Record<string, (results: ExperimentResults) => ExperimentResults> = {
  'as they are': (results) => results,
  'with one value of everything varied': (results) => {
    const grids = results.grids.map((grid) => ({
      ...grid,
      varied: grid.varied.map((varied) => ({
        ...varied,
        values: varied.values.slice(0, 1),
        labels: varied.labels.slice(0, 1),
      })),
    }));
    const kept = (row: Row) =>
      grids
        .find((grid) => grid.name === row.grid)!
        .varied.every((varied) => row[varied.path] === varied.values[0]);
    return { ...results, grids, rows: results.rows.filter(kept) };
  },
  'with no statistic but P(OOM)': (results) => ({
    ...results,
    rows: results.rows.map((row) => {
      const poor: Record<string, Row[string]> = { ...row };
      for (const { key } of STATISTICS) {
        if (!['oom_probability', 'replications', 'grid'].includes(key)) poor[key] = null;
      }
      return poor;
    }),
  }),
  'without limit, cap or measured points': (results) => ({
    ...results,
    facts: { ...results.facts, memoryLimitBytes: null, maxconn: null, queueTimeoutS: null },
    measured: { ...results.measured, points: [] },
  }),
  'with a single run at each point': (results) => ({
    ...results,
    rows: results.rows.map((row) => ({
      ...row,
      oom_probability: Math.round(Number(row.oom_probability)),
      oom_probability_low: null,
      oom_probability_high: null,
      oom_probability_bound: null,
      deterministic: true,
      replications: 1,
    })),
  }),
};

/** Charts that have something left to draw, where it is not all that are asked for. */
const DRAWN: Record<string, Record<string, readonly string[]>> = {
  'with no statistic but P(OOM)': {
    maxconn: ['risk-and-cost', 'one-flood'],
    'queue-timeout': [],
    incident: ['one-flood'],
  },
};

const asked = (results: ExperimentResults) => results.experiment.charts.map((chart) => chart.name);

describe('every chart', () => {
  for (const name of EXPERIMENTS) {
    for (const [variant, change] of Object.entries(VARIANTS)) {
      it(`of ${name}, ${variant}, draws without a complaint`, async () => {
        const results = change(exampleResults(name));
        const charts = drawCharts(results);
        expect(charts.map((chart) => chart.name)).toEqual(DRAWN[variant]?.[name] ?? asked(results));
        for (const chart of charts) {
          const complaints: string[] = [];
          const svg = await renderSvg(chart.spec, (complaint) => complaints.push(complaint));
          expect(complaints, chart.name).toEqual([]);
          expect(svg).toMatch(/^<svg /);
          expect(svg, chart.name).not.toMatch(/NaN|undefined|Infinity/);
          expect(chart.title, chart.name).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(chart.alt.length).toBeGreaterThan(chart.title.length);
        }
      });
    }
  }

  it('is drawn by one of the examples', () => {
    const drawn = EXPERIMENTS.flatMap((name) => drawCharts(exampleResults(name)));
    const names = drawn.map((chart) => chart.name);
    expect(new Set(names)).toEqual(
      new Set([...Object.keys(CHARTS), ...asked(exampleResults('knob'))]),
    );
  });

  it('is null where the results hold nothing for it', () => {
    const empty = exampleResults('nothing of the kind');
    for (const [name, draw] of Object.entries(CHARTS)) {
      expect(
        draw({ ...empty, rows: [], timelines: [], theory: null, conformance: null }),
        name,
      ).toBeNull();
    }
  });

  it('is the same text on every run', async () => {
    const [first, second] = [exampleResults('maxconn'), exampleResults('maxconn')].map(drawCharts);
    for (const [index, chart] of first!.entries()) {
      expect(await renderSvg(chart.spec)).toBe(await renderSvg(second![index]!.spec));
    }
  });
});

describe('the title of a chart is the finding', () => {
  const titles = (name: string) =>
    Object.fromEntries(drawCharts(exampleResults(name)).map((chart) => [chart.name, chart.title]));

  it('of the fan: where each path passes the limit', () => {
    expect(titles('maxconn')['hypothesis-fan']).toBe(
      '512 MiB is passed beyond 11 (read-all), 33 (sleep-then-read), 47 (parts) and 64 (incident-fit) in flight; the other 2 never',
    );
  });

  it('of risk and cost: who is killed at the chosen cap', () => {
    expect(titles('maxconn')['risk-and-cost']).toBe(
      'maxconn 40, 3 pods: OOM kills under parts (3% of runs), sleep-then-read (98% of runs) and read-all (100% of runs); none seen under the other 3',
    );
  });

  it('of the anatomy: which cases go over', () => {
    expect(titles('maxconn')['where-the-bytes-go']).toMatch(/^Over 512 MiB: .*no cap/);
  });

  it('of one flood: what happened in each run', () => {
    expect(titles('maxconn')['one-flood']).toBe(
      'Direct: OOMKilled after 1.63 s with 50 in flight, 3 OOM kills in all; maxconn 40: peak 243 MiB of 512 MiB',
    );
  });

  it('of the memory limits: how many paths the chosen pair is safe under', () => {
    expect(titles('memory-limit')['maxconn-by-limit']).toBe(
      'maxconn 40 at 512Mi is safe under 2 of 5 handler paths; no tested limit makes it safe under all',
    );
  });

  it('of the queue time-out: what is served at the chosen value', () => {
    expect(titles('queue-timeout')['queue-timeout']).toBe(
      'Served within 60 s at timeout queue 30s: limiter-then-parts 100%, parts 97.9%',
    );
  });

  it('of the flood sizes: how many clients each path takes', () => {
    expect(titles('flood-size')['flood-size']).toBe(
      'Clients of 16MB at once without a kill: limiter-then-parts all tested (8 to 256); parts up to 32; read-all up to 8',
    );
  });

  it('of the flood sizes: no count above one that kills is called safe', () => {
    const results = exampleResults('flood-size');
    const rows = results.rows.map((row) =>
      row['clients[0].workers'] === 32 ? { ...row, oom_probability: 0.01 } : row,
    );
    expect(drawCharts({ ...results, rows })[0]!.title).toContain(
      'limiter-then-parts 8, 16, 64, 128, 256; parts up to 16;',
    );
  });

  it('of the four cells: which paths agree', () => {
    expect(titles('incident')['four-cells']).toBe(
      'parts and incident-fit (fitted) agree with all four measured cells, peaks up to 39% off',
    );
  });

  it('of theory: how many closed forms are met, or which are missed', () => {
    expect(titles('theory').theory).toBe(
      '12 closed forms met within 4 standard errors; largest difference 1.1%',
    );
    const results = exampleResults('theory');
    const [first, ...rest] = results.theory!;
    const off = { ...first!, simulated: first!.exact * 2, z: 250 };
    const title = drawCharts({ ...results, theory: [off, ...rest] })[0]!.title;
    expect(title).toBe(`1 of 12 closed forms missed by more than 4 standard errors: ${off.id}`);
  });

  it('of theory: each figure by its system in words, several of one kind numbered', () => {
    const results = exampleResults('theory');
    const [first, second, ...rest] = results.theory!;
    const alike = { ...first!, title: 'M/M/1', statistic: 'wait-mean' };
    const theory = [alike, { ...alike, id: second!.id }, ...rest];
    const { vconcat } = drawCharts({ ...results, theory })[0]!.spec as unknown as {
      vconcat: { data: { values: { name: string }[] } }[];
    };
    const names = vconcat.flatMap(({ data }) => data.values.map(({ name }) => name));
    expect(names.slice(0, 3)).toEqual([
      'M/M/1: wait mean 1',
      'M/M/1: wait mean 2',
      'Case 2: mean wait: mean wait',
    ]);
  });

  it('of the measured cases: how many are predicted, of those nothing was fitted to', () => {
    expect(titles('conformance')['predicted-vs-measured']).toBe(
      'Cases not fitted, within target or spread of repeats: peak memory 10 of 12 (median error 5%), p50 latency 10 of 12 (median error 3%), p50 queue wait 11 of 11 (median error 2%)',
    );
  });
});
