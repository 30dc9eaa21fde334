/** A page in a real browser, with everything it says and asks for noted. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Chart } from '../plots/chart-spec.ts';
import { renderSvg } from '../plots/render.ts';

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

// Where every change is checked, nothing may be left out unseen.
export const absent = !existsSync(BROWSER) && process.env.CI === undefined;
export const inChromium = `in Chromium${absent ? ` (skipped: no ${BROWSER})` : ''}`;

export class Browser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'spillway-page-'));
  #context: BrowserContext | null = null;
  readonly #scripts: boolean;

  constructor({ scripts }: { readonly scripts: boolean } = { scripts: true }) {
    this.#scripts = scripts;
  }

  /** Opens a page from a file and notes everything it says and asks for. */
  async open(text: string): Promise<{ page: Page; said: string[] }> {
    const path = join(this.#folder, 'report.html');
    writeFileSync(path, text);
    const url = pathToFileURL(path).href;
    this.#context ??= await this.#launch();
    const page = await this.#context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url() !== url) said.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, said };
  }

  async close(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #launch(): Promise<BrowserContext> {
    return chromium.launchPersistentContext(join(this.#folder, 'profile'), {
      executablePath: BROWSER,
      headless: true,
      args: FLAGS,
      javaScriptEnabled: this.#scripts,
    });
  }
}

export async function withDrawings(charts: readonly Chart[]): Promise<Chart[]> {
  return Promise.all(charts.map(async (chart) => ({ ...chart, svg: await renderSvg(chart.spec) })));
}

/** The libraries as they are shipped; their minified files are no entry points. */
export function libraries(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['vega', 'vega-lite', 'vega-embed'].map((library) => {
    const path = join(dirname(resolve(library)), `${library}.min.js`);
    return readFileSync(path, 'utf8');
  });
}
