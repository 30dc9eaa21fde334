import { describe, expect, it } from 'vitest';
import type { Chart } from '../plots/chart-spec.ts';
import { drawCharts } from '../plots/charts.ts';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { renderSvg } from '../plots/render.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';

const NAMES = [
  'maxconn',
  'queue-timeout',
  'memory-limit',
  'flood-size',
  'incident',
  'theory',
  'conformance',
];
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" | pipe';

function html(results: ExperimentResults, scripts: string[] = ['let a;', 'let b;', 'let c;']) {
  return htmlReport(results, drawCharts(results), scripts);
}

function markdown(results: ExperimentResults) {
  return markdownReport(results, drawCharts(results));
}

/** The example with hostile text wherever a user may write some. */
function hostile(name = 'incident'): ExperimentResults {
  const results = exampleResults(name);
  const { experiment, model, facts } = results;
  const grids = results.grids.map((grid, index) => ({
    ...grid,
    name: `${HOSTILE} ${index}`,
    set: [HOSTILE],
    varied: grid.varied.map((varied) => ({
      ...varied,
      labels: varied.labels.map((label) => `${label} ${HOSTILE}`),
    })),
  }));
  const renamed = new Map(results.grids.map((grid, index) => [grid.name, grids[index]!.name]));
  return {
    ...results,
    experiment: {
      ...experiment,
      title: HOSTILE,
      question: HOSTILE,
      expectation: HOSTILE,
      outcome: HOSTILE,
      per: HOSTILE,
      random: [{ path: HOSTILE, text: HOSTILE, source: HOSTILE }],
    },
    model: { ...model, description: HOSTILE },
    facts: { ...facts, workers: HOSTILE, bodySize: HOSTILE, handler: HOSTILE },
    asked: { experiment: HOSTILE, set: [HOSTILE] },
    seed: HOSTILE,
    grids,
    rows: results.rows.map((row) => ({
      ...row,
      warnings: HOSTILE,
      'pod.handler': `${row['pod.handler']} ${HOSTILE}`,
      grid: renamed.get(String(row.grid))!,
    })),
    timelines: results.timelines.map((timeline) => ({ ...timeline, name: HOSTILE })),
    sources: [{ path: HOSTILE, value: HOSTILE, source: HOSTILE }],
  };
}

describe('the page', () => {
  it('lets no text of the user become a tag, in its own words or in a drawing', async () => {
    for (const name of NAMES) {
      const results = hostile(name);
      const charts: Chart[] = [];
      for (const chart of drawCharts(results)) {
        charts.push({ ...chart, svg: await renderSvg(chart.spec) });
      }
      expect(charts.map((chart) => chart.name)).toEqual(
        results.experiment.charts.map((chart) => chart.name),
      );
      const page = htmlReport(results, charts, ['let a;', 'let b;', 'let c;']);
      expect(page).not.toContain('<script>alert');
      expect(page).not.toMatch(/<img/i);
      expect(page.match(/<\/script>/g)).toHaveLength(4 + charts.length);
    }
  });

  it('keeps the data of its charts whole', () => {
    const page = html(hostile());
    const blocks = [...page.matchAll(/<script type="application\/json">(.*)<\/script>/g)];
    const specs = blocks.map((block) => JSON.parse(block[1]!));
    const plain = drawCharts(hostile()).map((chart) => JSON.parse(JSON.stringify(chart.spec)));
    expect(specs).toEqual(plain);
  });

  it('allows its own scripts by hash, no other, and nothing from the network', () => {
    const page = html(exampleResults('maxconn'), ['let x = "</script>";', 'let b;', 'let c;']);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    expect(policy).toMatch(/^default-src 'none'; script-src ('sha256-[\w+/=]+' ?){4};/);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:/);
    expect(page).toContain('let x = "<\\/script>";');
    expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it('has an anchor for every entry of its contents and a text for every chart', () => {
    const page = html(exampleResults('incident'));
    for (const [, id] of page.matchAll(/<a href="#([^"]+)"/g)) {
      expect(page).toContain(`<section id="${id}">`);
    }
    for (const chart of drawCharts(exampleResults('incident'))) {
      expect(page).toContain(`id="chart-${chart.name}" role="group" aria-label="${chart.title}`);
    }
  });

  it('shows the drawing before any script runs', () => {
    const results = exampleResults('incident');
    const charts = drawCharts(results).map((chart) => ({ ...chart, svg: `<svg id="x"></svg>` }));
    const page = htmlReport(results, charts, []);
    expect(page.match(/<div class="still"><svg/g)).toHaveLength(charts.length);
  });
});

describe('the Markdown', () => {
  it('lets no text of the user become a tag or a column', () => {
    const text = markdown(hostile()).replace(/^```sh\n.*\n```$/m, '');
    expect(text).not.toMatch(/<script|<img/);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.filter((line) => line.includes('pipe') && !line.includes('\\|'))).toEqual([]);
  });

  it('keeps a command within its fence', () => {
    const results = exampleResults('incident');
    const asked = { experiment: '```', set: [] };
    expect(markdown({ ...results, asked })).toMatch(/^````sh\n.*```.*\n````$/m);
  });

  it('links every chart to its file, with its text', () => {
    const text = markdown(exampleResults('maxconn'));
    expect(text.match(/^!\[.+\]\(charts\/[\w-]+\.svg\)$/gm)).toHaveLength(4);
  });
});

describe('either report', () => {
  it('has question, expectation, answer, results, chance, sources and the way to repeat it', () => {
    for (const name of NAMES) {
      const results = exampleResults(name);
      for (const text of [html(results), markdown(results)]) {
        expect(text).toContain('How tight must the cap be?');
        expect(text).toContain('Expected before the run: A cap of 40');
        const found = name === 'conformance' ? 'As measured' : 'Results';
        for (const part of ['Answer', found, 'Warnings', 'Where the numbers come from']) {
          expect(text, `${name}: ${part}`).toContain(part);
        }
        expect(text).toContain(`npm run sweep -- ${name} --seed 1`);
        expect(text).not.toMatch(/>(NaN|undefined|Infinity)</);
      }
    }
  });

  it('says what came out otherwise than expected, and that other settings were asked for', () => {
    const { experiment, ...rest } = exampleResults('maxconn');
    const results = { ...rest, experiment: { ...experiment, outcome: '40 is not safe.' } };
    expect(markdown(results)).toContain('\n\nWhat came out otherwise: 40 is not safe.');
    const asked = { ...rest.asked, set: ['pod.replicas=2'] };
    const other = markdown({ ...results, asked });
    expect(other).toContain('What came out otherwise (without pod.replicas=2): 40 is not safe.');
    expect(markdown(exampleResults('maxconn'))).not.toContain('otherwise');
  });

  it('lists numbers without a source and counts the assumed', () => {
    const text = markdown(exampleResults('maxconn'));
    expect(text).toContain('Nobody said where these are from: `link.rate` none.');
    expect(text).toContain('<summary>Assumed: 1</summary>');
  });

  it('says each warning once, with the number of points', () => {
    const results = exampleResults('incident');
    const rows = results.rows.map((row) => ({ ...row, warnings: 'look twice; and again' }));
    const text = markdown({ ...results, rows });
    expect(text).toContain('- look twice (24 points)\n- and again (24 points)');
  });

  it('examines the claims and cells of the incident only where they were simulated', () => {
    expect(markdown(exampleResults('incident'))).toContain('Claims examined');
    expect(markdown(exampleResults('incident'))).toMatch(
      /\| read-all \| agrees: .* \| DIFFERS: P\(OOM\) > 97% \|/,
    );
    expect(markdown(exampleResults('maxconn'))).not.toContain('Claims examined');
  });

  it('names neither place, time nor machine, so that it is the same everywhere', () => {
    const first = html(exampleResults('maxconn')) + markdown(exampleResults('maxconn'));
    expect(first).toBe(html(exampleResults('maxconn')) + markdown(exampleResults('maxconn')));
    expect(first).not.toMatch(/\/(home|tmp|work)\//);
  });

  it('names a source for everything it says about the incident', () => {
    const { incident } = exampleResults('incident').measured;
    const evidence = incident.claims.flatMap((one) => [...one.supports, ...one.contradicts]);
    expect(evidence.length).toBeGreaterThan(incident.claims.length);
    for (const { source } of [...evidence, ...incident.cells, ...incident.points]) {
      expect(source).not.toBe('');
    }
    const text = markdown(exampleResults('incident'));
    for (const { says } of evidence) expect(text).toContain(says.replaceAll('<', '&lt;'));
  });
});
