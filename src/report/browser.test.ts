/** The page and its charts in a real browser, where the machine has one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawCharts } from '../plots/charts.ts';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { absent, Browser, inChromium, libraries, withDrawings } from './browser.fixture.ts';
import { htmlReport } from './html.ts';

const NAMES = ['maxconn', 'queue-timeout', 'memory-limit', 'flood-size', 'incident', 'theory'];

describe.skipIf(absent)(`the page ${inChromium}`, () => {
  let browser: Browser;

  beforeAll(() => {
    browser = new Browser();
  });

  afterAll(() => browser.close());

  for (const experiment of NAMES) {
    it(`draws every chart of ${experiment}, complains of nothing and asks for nothing`, async () => {
      const results = exampleResults(experiment);
      const charts = await withDrawings(drawCharts(results));
      const { page, said } = await browser.open(htmlReport(results, charts, libraries()));
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
    const quiet = new Browser({ scripts: false });
    try {
      const { page } = await quiet.open(htmlReport(results, charts, libraries()));
      expect(await page.locator('.still svg').count()).toBe(charts.length);
      expect(await page.locator('.still svg').first().isVisible()).toBe(true);
    } finally {
      await quiet.close();
    }
  });

  it('shows the numbers behind a mark under the pointer', async () => {
    const results = exampleResults('flood-size');
    const { page } = await browser.open(htmlReport(results, drawCharts(results), libraries()));
    await page.locator('html[data-charts]').waitFor();
    await page.locator('.live .mark-text.role-mark text').nth(3).hover();
    await page.locator('#vg-tooltip-element.visible').waitFor();
    expect(await page.locator('#vg-tooltip-element').innerText()).toMatch(/P\(OOM\)/);
    await page.close();
  });
});
