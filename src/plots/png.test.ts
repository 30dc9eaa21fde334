import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { drawCharts } from './charts.ts';
import { exampleResults } from './example-results.fixture.ts';
import { renderPng } from './png.ts';
import { renderSvg } from './render.ts';

const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'));
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) => join(fonts, 'ttf', name));
const TEXT =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="2" y="15" font-family="DejaVu Sans, Verdana, sans-serif">40 ✓ ≤</text></svg>';

it('an SVG becomes the same PNG every time', async () => {
  const svg = await renderSvg(drawCharts(exampleResults('incident'))[0]!.spec);
  const png = renderPng(svg, FONTS);
  expect([...png.slice(1, 4)]).toEqual([...Buffer.from('PNG')]);
  expect(Buffer.from(renderPng(svg, FONTS)).equals(Buffer.from(png))).toBe(true);
});

it('text is drawn with the fonts handed in, and their absence is an error', () => {
  const blank = renderPng(TEXT.replace(/<text.*<\/text>/, ''), FONTS);
  expect(renderPng(TEXT, FONTS).length).toBeGreaterThan(blank.length + 100);
  expect(() => renderPng(TEXT, [])).toThrow('no font files');
});
