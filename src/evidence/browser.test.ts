/** The evidence page in a real browser, where the machine has one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recommendationCharts } from '../plots/recommendation-charts.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import { absent, Browser, inChromium, libraries, withDrawings } from '../report/browser.fixture.ts';
import { evidenceHtml } from './evidence-page.ts';

describe.skipIf(absent)(`the evidence page ${inChromium}`, () => {
  let browser: Browser;

  beforeAll(() => {
    browser = new Browser();
  });

  afterAll(() => browser.close());

  it.each([400, 1200])('is as wide as a window of %i px and no wider', async (width) => {
    const recommendation = exampleRecommendation();
    const charts = await withDrawings(recommendationCharts(recommendation));
    const { page, said } = await browser.open(evidenceHtml(recommendation, charts, libraries()));
    await page.setViewportSize({ width, height: 900 });
    await page.locator('html[data-charts]').waitFor();
    expect(said).toEqual([]);
    expect(await page.locator('html').getAttribute('data-charts')).toBe('2');
    const widest = await page.evaluate('document.documentElement.scrollWidth');
    expect(widest).toBeLessThanOrEqual(width);
    // What scrolls by itself may be wider; nothing else may stand out of the window.
    const out = await page.evaluate(
      `[...document.querySelectorAll('main p, main li, main h2, nav, pre, figure, .wide')]
        .filter((each) => each.getBoundingClientRect().right > ${width})
        .map((each) => each.textContent)`,
    );
    expect(out).toEqual([]);
    await page.close();
  });
});
