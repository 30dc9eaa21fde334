/** Charts as files: specification, SVG and PNG. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from '../plots/chart-spec.ts';
import { renderPng } from '../plots/png.ts';
import { renderSvg } from '../plots/render.ts';
import { writeAtomic } from './files.ts';
import { fontFiles } from './package-root.ts';

export type DrawnChart = Chart & { readonly svg: string };

export async function draw(charts: readonly Chart[]): Promise<DrawnChart[]> {
  const drawn: DrawnChart[] = [];
  for (const chart of charts) drawn.push({ ...chart, svg: await renderSvg(chart.spec) });
  return drawn;
}

/** Writes the charts and takes away those an earlier run left in the folder. */
export function writeCharts(folder: string, charts: readonly DrawnChart[]): void {
  const fonts = fontFiles();
  for (const { name, spec, svg } of charts) {
    writeAtomic(join(folder, `${name}.vl.json`), `${JSON.stringify(spec, null, 1)}\n`);
    writeAtomic(join(folder, `${name}.svg`), svg);
    writeAtomic(join(folder, `${name}.png`), renderPng(svg, fonts));
  }
  const names = new Set(charts.map(({ name }) => name));
  for (const file of chartFilesIn(folder)) {
    if (!names.has(file.replace(CHART_FILE, ''))) rmSync(join(folder, file));
  }
}

const CHART_FILE = /\.(vl\.json|svg|png)$/;

function chartFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => CHART_FILE.test(file));
  } catch {
    return [];
  }
}
