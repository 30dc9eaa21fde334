/** Charts as files: specification, SVG and PNG. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHART_NAMES } from '../plots/chart-names.ts';
import type { Chart } from '../plots/chart-spec.ts';
import { renderPng } from '../plots/png.ts';
import { renderSvg } from '../plots/render.ts';
import { namesIn, writeAtomic } from './files.ts';
import { fontFiles } from './package-root.ts';

type DrawnChart = Chart & { readonly svg: string };

export async function draw(charts: readonly Chart[]): Promise<DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const chart of charts) drawn.push({ ...chart, svg: await renderSvg(chart.spec) });
  return drawn;
}

export function writeCharts(folder: string, charts: readonly DrawnChart[]): void {
  const fonts = fontFiles();
  for (const { name, spec, svg } of charts) {
    writeAtomic(join(folder, `${name}.vl.json`), `${JSON.stringify(spec, null, 1)}\n`);
    writeAtomic(join(folder, `${name}.svg`), svg);
    writeAtomic(join(folder, `${name}.png`), renderPng(svg, fonts));
  }
}

/** Takes away charts that an earlier sweep left and this one has no more; nobody else's files. */
export function removeOthers(folder: string, charts: readonly DrawnChart[]): void {
  const kept = new Set(charts.map(({ name }) => name));
  for (const name of drawnBefore(folder).filter((chart) => !kept.has(chart))) {
    for (const ending of ENDINGS) rmSync(join(folder, `${name}${ending}`), { force: true });
  }
}

const ENDINGS = ['.vl.json', '.svg', '.png'];

/** Charts have names of their own in experiment files: one has all three files, or a known name. */
function drawnBefore(folder: string): string[] {
  const [specs, svgs, pngs] = ENDINGS.map((ending) => namesIn(folder, ending));
  const whole = specs!.filter((name) => svgs!.includes(name) && pngs!.includes(name));
  return [...new Set([...CHART_NAMES, ...whole])];
}
