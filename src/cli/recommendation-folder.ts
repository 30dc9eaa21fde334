/** Everything a recommendation leaves behind: in `out/<policy>/`, and as a page of documentation. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { evidenceHtml, evidenceMarkdown } from '../evidence/evidence-page.ts';
import { valuesPatch } from '../evidence/values-patch.ts';
import { renderPng } from '../plots/png.ts';
import { recommendationCharts } from '../plots/recommendation-charts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { chartLibraries } from './chart-libraries.ts';
import { draw, removeOthers, writeCharts } from './drawn-charts.ts';
import { writeAtomic } from './files.ts';
import { fontFiles } from './package-root.ts';

/** Each file is whole or absent; the manifest comes last and says that the folder is complete. */
export async function writeRecommendation(
  folder: string,
  recommendation: Recommendation,
  manifest: string,
): Promise<void> {
  const charts = await draw(recommendationCharts(recommendation));
  writeAtomic(join(folder, 'recommendation.json'), recommendationJson(recommendation));
  writeAtomic(join(folder, 'values.yaml'), valuesPatch(recommendation));
  writeCharts(join(folder, 'charts'), charts);
  removeOthers(join(folder, 'charts'), charts);
  writeAtomic(join(folder, 'report.md'), evidenceMarkdown(recommendation, charts));
  writeAtomic(join(folder, 'report.html'), evidenceHtml(recommendation, charts, chartLibraries()));
  writeAtomic(join(folder, 'manifest.json'), manifest);
}

/**
 * The page as a file of documentation: `defaults.md` with `defaults-pareto.png`, ... beside it, and
 * `defaults.json.gz`, all that it says: a megabyte of settings that few will read.
 */
export async function writeDoc(file: string, recommendation: Recommendation): Promise<void> {
  const stem = join(dirname(file), basename(file, '.md'));
  const json = docJson(recommendation);
  // Made from what is kept, so that it is made again from it.
  const kept: Recommendation = JSON.parse(json);
  const charts = await draw(recommendationCharts(kept));
  const fonts = fontFiles();
  for (const { name, svg } of charts) writeAtomic(`${stem}-${name}.png`, renderPng(svg, fonts));
  writeAtomic(`${stem}.json.gz`, gzipSync(json, { level: 9 }));
  writeAtomic(file, docText(file, kept));
}

/** What a page of documentation was made from. */
export function readDoc(file: string): Recommendation {
  const stem = join(dirname(file), basename(file, '.md'));
  return JSON.parse(gunzipSync(readFileSync(`${stem}.json.gz`)).toString('utf8'));
}

/** @param file whose name the links begin with */
export function docText(file: string, recommendation: Recommendation): string {
  const stem = basename(file, '.md');
  const charts = recommendationCharts(recommendation);
  return evidenceMarkdown(recommendation, charts, ({ name }) => `${stem}-${name}.png`);
}

/** With more digits than any page shows, and not a space. */
const DIGITS = 6;

function docJson(recommendation: Recommendation): string {
  const short = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value)
      ? Number(value.toPrecision(DIGITS))
      : value;
  return `${JSON.stringify(recommendation, short)}\n`;
}

export function recommendationJson(recommendation: Recommendation): string {
  return `${JSON.stringify(recommendation, null, 1)}\n`;
}
