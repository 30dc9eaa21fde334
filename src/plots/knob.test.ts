import { describe, expect, it } from 'vitest';
import { panelNamed } from '../sweep/panels.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { STATISTICS } from '../sweep/row.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { drawCharts } from './charts.ts';
import { exampleResults, knobChart, withSecondFigures } from './example-results.fixture.ts';

const results = exampleResults('knob');

/** The chart of `asked` over the example, or over what `change` makes of it. */
function drawn(
  asked: Record<string, unknown>,
  change: (results: ExperimentResults) => ExperimentResults = (same) => same,
): ChartSpec {
  const charts = [knobChart('test', asked)];
  const changed = change({ ...results, experiment: { ...results.experiment, charts } });
  return drawCharts(changed)[0]!.spec;
}

const titleOf = (spec: ChartSpec) => spec.title.text.join(' ');
const subtitleOf = (spec: ChartSpec) => spec.title.subtitle.join(' ');
const panelsOf = (spec: ChartSpec) => spec.vconcat as { [key: string]: Json }[];
const marksOf = (panel: { [key: string]: Json }) =>
  (panel.layer as { mark: { type: string } }[]).map(({ mark }) => mark.type);
const valuesOf = (panel: { [key: string]: Json }) =>
  (panel.data as { values: Record<string, number | string>[] }).values;

const CAPS = { grid: 'proxies', x: 'haproxy.maxconn' };

describe('the chart knob', () => {
  it('has a panel for each statistic, in the order asked for', () => {
    const spec = drawn({ ...CAPS, panels: ['goodput', 'oom_kills_mean'] });
    expect(JSON.stringify(panelsOf(spec)[0])).toContain('goodput [MB/s]');
    expect(panelsOf(spec)).toHaveLength(1);
    const both = drawn({ ...CAPS, panels: ['goodput', 'peak_in_flight_max', 'queue_wait'] });
    expect(panelsOf(both)).toHaveLength(3);
  });

  it('draws numbers as lines with bands, names as dots with bars beside each other', () => {
    const numbers = panelsOf(drawn({ ...CAPS, panels: ['served_within_60s'] }))[0]!;
    expect(marksOf(numbers)).toEqual(expect.arrayContaining(['area', 'line', 'point']));
    const asked = { x: 'case', series: 'pod.replicas', panels: ['served_within_60s'] };
    const names = panelsOf(drawn(asked))[0]!;
    expect(marksOf(names)).not.toContain('line');
    expect(marksOf(names)).not.toContain('area');
    const places = valuesOf(names).map(({ x }) => x);
    expect(new Set(places).size).toBe(places.length);
  });

  it('draws P(OOM) with its floor, and the limit beside peak memory', () => {
    const [risk, memory] = panelsOf(drawn({ ...CAPS, panels: ['oom_probability', 'peak_memory'] }));
    expect(JSON.stringify(risk)).toContain('no run');
    expect(JSON.stringify(risk)).toContain('(< 3%)');
    expect(JSON.stringify(memory)).toContain('limit 512 MiB');
    const none = drawn({ ...CAPS, panels: ['peak_memory'] }, (same) => ({
      ...same,
      facts: { ...same.facts, memoryLimitBytes: null },
    }));
    expect(JSON.stringify(none)).not.toContain('limit ');
  });

  it('marks where the model itself stands, once by name and in every panel', () => {
    const panels = panelsOf(drawn({ ...CAPS, panels: ['goodput', 'latency'] }));
    expect(panels.map((panel) => marksOf(panel).includes('rule'))).toEqual([true, true]);
    expect(panels.map((panel) => JSON.stringify(panel).includes('this model'))).toEqual([
      true,
      false,
    ]);
    const other = drawn({ ...CAPS, x: 'haproxy.replicas', panels: ['goodput'] }, (same) => ({
      ...same,
      facts: { ...same.facts, haproxyReplicas: 7 },
    }));
    expect(JSON.stringify(other)).not.toContain('this model');
  });

  it('marks the own value of any path, facts or not', () => {
    const spec = drawn({ x: 'haproxy.retries', panels: ['goodput'] }, (same) => ({
      ...same,
      grids: same.grids.map((grid) => ({
        ...grid,
        varied: grid.varied.map((varied) =>
          varied.path === 'haproxy.replicas'
            ? { ...varied, path: 'haproxy.retries', own: 3 }
            : varied,
        ),
      })),
      rows: same.rows.map((row) => ({
        ...row,
        'haproxy.retries': row['haproxy.replicas'] ?? null,
      })),
    }));
    expect(JSON.stringify(spec)).toContain('this model');
  });

  it('draws a pair in one panel, the second dotted', () => {
    const asked = { ...CAPS, panels: [['killed_share', 'queue_timeout_share']] };
    const panel = panelsOf(drawn(asked))[0]!;
    expect(JSON.stringify(panel).replaceAll('","', ' ')).toContain('killed (solid),');
    const columns = new Set(valuesOf(panel).map(({ column }) => column));
    expect(columns).toEqual(new Set(['killed_share', 'queue_timeout_share']));
  });

  it('holds what is neither x nor series at the value of the model, and says so', () => {
    const spec = drawn({ ...CAPS, series: [], panels: ['goodput'] });
    expect(subtitleOf(spec)).toContain('Held: haproxy.replicas 1.');
    expect(valuesOf(panelsOf(spec)[0]!)).toHaveLength(5);
  });

  it('leaves out panels no row knows, and is none without any', () => {
    const poor = (same: ExperimentResults) => ({
      ...same,
      rows: same.rows.map((row) => ({ ...row, goodput_bytes_per_s: null })),
    });
    expect(panelsOf(drawn({ ...CAPS, panels: ['goodput', 'latency'] }, poor))).toHaveLength(1);
    const charts = [knobChart('test', { ...CAPS, panels: ['goodput'] })];
    expect(drawCharts(poor({ ...results, experiment: { ...results.experiment, charts } }))).toEqual(
      [],
    );
  });

  it('knows every statistic that is a number', () => {
    const numbers = STATISTICS.filter(({ unit }) => unit !== 'text' && unit !== 'flag');
    expect(numbers.filter(({ key }) => panelNamed(key) === null)).toEqual([]);
    expect(panelNamed('warnings')).toBeNull();
  });
});

describe('the title of the chart knob is the finding of its first panel', () => {
  it('of P(OOM) over numbers: up to where each series is safe', () => {
    const title = titleOf(drawn({ ...CAPS, panels: ['oom_probability'], title: 'Two proxies' }));
    expect(title).toMatch(/^Two proxies: without an OOM kill, maxconn: frontproxies 1 up to 20; /);
  });

  it('of P(OOM) over names: under which there are kills', () => {
    expect(titleOf(drawn({ x: 'case', panels: ['oom_probability'] }))).toBe(
      'OOM kills under 2.6 (3% of runs), 3.2 (3% of runs) and no cap (up to 100% of runs)',
    );
  });

  it('of a share over names: the share of each', () => {
    const asked = { x: 'case', series: [], panels: ['peak_memory'] };
    expect(titleOf(drawn(asked))).toMatch(
      /^Peak memory: 2\.6 \d+ MiB, 3\.2 \d+ MiB, no cap \d+ MiB$/,
    );
  });

  it('of a statistic over numbers: at the value of the model and at another', () => {
    const asked = { ...CAPS, x: 'haproxy.replicas', series: [], panels: ['peak_in_flight_max'] };
    expect(titleOf(drawn(asked))).toBe(
      'Most requests in one pod: 40 at frontproxies 1, 80 at frontproxies 2',
    );
  });

  it('of a latency lost among failures: beyond the limit', () => {
    const lost = (same: ExperimentResults) => ({
      ...same,
      rows: same.rows.map((row) => ({
        ...row,
        latency_p99_s: row['haproxy.replicas'] === 1 ? null : 2,
      })),
    });
    const asked = { ...CAPS, x: 'haproxy.replicas', series: [], panels: ['latency'] };
    expect(titleOf(drawn(asked, lost))).toBe(
      'Operation latency: > limit at frontproxies 1, 2 s at frontproxies 2',
    );
  });

  it('draws what is not known as a pale band under the dark one of the runs', () => {
    const asked = { ...CAPS, panels: ['oom_probability'] };
    const bands = (spec: ChartSpec) =>
      (panelsOf(spec)[0]!.layer as { mark: { type: string; opacity?: number } }[])
        .filter(({ mark }) => mark.type === 'area')
        .map(({ mark }) => mark.opacity!);
    const spec = drawn(asked, withSecondFigures);
    const [pale, dark] = bands(spec);
    expect(pale).toBeLessThan(dark!);
    expect(subtitleOf(spec)).toContain('Pale bands');
    expect(subtitleOf(drawn(asked))).not.toContain('Pale bands');
    const values = valuesOf(panelsOf(spec)[0]!);
    expect(values.every(({ inputLow, inputHigh }) => Number(inputLow) <= Number(inputHigh))).toBe(
      true,
    );
    expect(valuesOf(panelsOf(drawn(asked))[0]!)[0]!.inputLow).toBeNull();
  });

  it('shows a cross, and no line, where a long run is not averaged', () => {
    const spec = drawn({ ...CAPS, series: [], panels: ['steady_latency', 'goodput'] }, (same) => ({
      ...same,
      rows: same.rows.map((row) => ({
        ...row,
        ...(row['haproxy.maxconn'] === 40
          ? { steady_note: 'not averaged: latency: it still rises' }
          : {
              steady_latency_mean_s: 2,
              steady_latency_mean_low_s: 1.9,
              steady_latency_mean_high_s: 2.1,
              steady_latency_p99_s: 5,
              steady_note: '',
            }),
      })),
    }));
    const [steady, goodput] = panelsOf(spec);
    expect(titleOf(spec)).toMatch(
      /^Mean latency under steady load by maxconn: 2 s at .*, not averaged at 40$/,
    );
    expect(subtitleOf(spec)).toContain('Crosses: no long run to average');
    expect(JSON.stringify(steady)).toContain('it still rises');
    expect(JSON.stringify(goodput)).not.toContain('it still rises');
    // A value of null breaks the line there.
    expect(valuesOf(steady!).filter(({ value }) => value === null)).toHaveLength(2);
  });
});
