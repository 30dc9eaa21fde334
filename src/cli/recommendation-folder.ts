/** Everything a recommendation leaves behind: in `out/<policy>/`, and as a page of documentation. */
import { basename, dirname, join } from 'node:path';
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
 * `defaults.json`, all that it says.
 */
export async function writeDoc(file: string, recommendation: Recommendation): Promise<void> {
  const stem = join(dirname(file), basename(file, '.md'));
  const charts = await draw(recommendationCharts(recommendation));
  const fonts = fontFiles();
  for (const { name, svg } of charts) writeAtomic(`${stem}-${name}.png`, renderPng(svg, fonts));
  writeAtomic(`${stem}.json`, recommendationJson(recommendation));
  writeAtomic(file, docText(file, recommendation));
}

/** @param file whose name the links begin with */
export function docText(file: string, recommendation: Recommendation): string {
  const stem = basename(file, '.md');
  const charts = recommendationCharts(recommendation);
  return evidenceMarkdown(recommendation, charts, ({ name }) => `${stem}-${name}.png`);
}

export function recommendationJson(recommendation: Recommendation): string {
  return `${JSON.stringify(recommendation, null, 1)}\n`;
}
