/** Thresholds on screen and as the JUnit file that CI servers read. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Judgement, judge, judgementInWords } from '../decide/judge.ts';
import { junitXml } from '../decide/junit.ts';
import { tallyInWords } from '../report/thresholds-section.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { writeAtomic } from './files.ts';

/** Lines of one verdict beyond which the report must do. */
const MOST_LINES = 12;

/** `junit.xml` beside the rows; one of an earlier run with thresholds is taken away. */
export function writeJunit(folder: string, results: ExperimentResults): void {
  const file = join(folder, 'junit.xml');
  const judgements = judge(results);
  if (judgements.length === 0) rmSync(file, { force: true });
  else writeAtomic(file, junitXml(results.experiment.name, judgements));
}

/** What failed and what is undecided, a line each; what passed is counted. */
export function thresholdsOnScreen(results: ExperimentResults): string {
  const judgements = judge(results);
  if (judgements.length === 0) return '';
  const lines = [...linesOf(judgements, 'fail'), ...linesOf(judgements, 'undecided')];
  return [tallyInWords(judgements), ...lines].map((line) => `${line}\n`).join('');
}

function linesOf(judgements: readonly Judgement[], verdict: Judgement['verdict']): string[] {
  const those = judgements.filter((each) => each.verdict === verdict);
  const shown = those.slice(0, MOST_LINES).map((each) => `  ${judgementInWords(each)}`);
  const left = those.length - shown.length;
  return left === 0 ? shown : [...shown, `  ${left} more ${verdict}: see the report.`];
}
