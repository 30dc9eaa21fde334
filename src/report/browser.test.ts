/** The page and its charts in a real browser, where the machine has one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chart } from '../plots/chart-spec.ts';
import { drawCharts } from '../plots/charts.ts';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { renderSvg } from '../plots/render.ts';
import { htmlReport } from './html.ts';

const BROWSER = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const NAMES = ['maxconn', 'queue-timeout', 'memory-limit', 'flood-size', 'incident', 'theory'];

// Where every change is checked, nothing may be left out unseen.
const absent = !existsSync(BROWSER) && process.env.CI === undefined;
const name = `the page in Chromium${absent ? ` (skipped: no ${BROWSER})` : ''}`;

describe.skipIf(absent)(name, () => {
  let folder: string;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'spillway-page-'));
    const options = { executablePath: BROWSER, headless: true, args: FLAGS };
    context = await chromium.launchPersistentContext(join(folder, 'profile'), options);
  });

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page from a file and notes everything it says and asks for. */
  async function open(file: string, text: string): Promise<{ page: Page; said: string[] }> {
    const path = join(folder, file);
    writeFileSync(path, text);
    const url = pathToFileURL(path).href;
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== url) said.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, said };
  }

  for (const experiment of NAMES) {
    it(`draws every chart of ${experiment}, complains of nothing and asks for nothing`, async () => {
      const results = exampleResults(experiment);
      const charts = await withDrawings(drawCharts(results));
      const { page, said } = await open('report.html', htmlReport(results, charts, libraries()));
      await page.locator('html[data-charts]').waitFor();
      expect(said).toEqual([]);
      expect(await page.locator('html').getAttribute('data-charts')).toBe(String(charts.length));
      expect(await page.locator('.still').count()).toBe(0);
      for (const chart of charts) {
        const svg = page.locator(`#chart-${chart.name} .live svg`).first();
        const box = await svg.boundingBox();
        expect(box!.width).toBeGreaterThan(300);
        expect(await svg.locator('path, text').count()).toBeGreaterThan(20);
      }
      await page.close();
    });
  }

  it('shows the drawings where scripts are off', async () => {
    const results = exampleResults('incident');
    const charts = await withDrawings(drawCharts(results));
    const quiet = await chromium.launchPersistentContext(join(folder, 'quiet'), {
      executablePath: BROWSER,
      headless: true,
      args: FLAGS,
      javaScriptEnabled: false,
    });
    try {
      const page = await quiet.newPage();
      const path = join(folder, 'still.html');
      writeFileSync(path, htmlReport(results, charts, libraries()));
      await page.goto(pathToFileURL(path).href);
      expect(await page.locator('.still svg').count()).toBe(charts.length);
      expect(await page.locator('.still svg').first().isVisible()).toBe(true);
    } finally {
      await quiet.close();
    }
  });

  it('shows the numbers behind a mark under the pointer', async () => {
    const results = exampleResults('flood-size');
    const { page } = await open(
      'tooltip.html',
      htmlReport(results, drawCharts(results), libraries()),
    );
    await page.locator('html[data-charts]').waitFor();
    await page.locator('.live .mark-text.role-mark text').nth(3).hover();
    await page.locator('#vg-tooltip-element.visible').waitFor();
    expect(await page.locator('#vg-tooltip-element').innerText()).toMatch(/P\(OOM\)/);
    await page.close();
  });
});

async function withDrawings(charts: readonly Chart[]): Promise<Chart[]> {
  return Promise.all(charts.map(async (chart) => ({ ...chart, svg: await renderSvg(chart.spec) })));
}

/** The libraries as they are shipped; their minified files are no entry points. */
function libraries(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['vega', 'vega-lite', 'vega-embed'].map((library) => {
    const path = join(dirname(resolve(library)), `${library}.min.js`);
    return readFileSync(path, 'utf8');
  });
}
