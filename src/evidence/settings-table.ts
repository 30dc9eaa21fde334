/** Every setting that was compared, and why it is not the one. */
import { knobName } from '../plots/setting-words.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { PolicyFacts } from '../recommend/policy-facts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { requiredOf } from '../recommend/risk.ts';
import { type Block, paragraph } from '../report/block.ts';
import { count, readableBytes } from '../units/readable.ts';
import { highestInWords } from './bound-words.ts';
import { droppedInWords } from './dropped-words.ts';
import { shareCell } from './figure-words.ts';

/** Longer tables are folded away. */
const OPEN_ROWS = 15;

export function settingsTable(recommendation: Recommendation): Block[] {
  const { candidates, policy, present } = recommendation;
  // What is dearer may have figures from the runs of a cheaper one; the answer did not need them.
  const run = candidates.filter(
    ({ id, dropped }) => id === present || dropped?.reason !== 'dearer',
  );
  const table: Block = {
    kind: 'table',
    headers: [
      ...policy.knobs.map(({ path }) => knobName(path)),
      'memory limit x pods',
      'highest P(OOM)',
      'least served within 60 s, were no pod killed',
      'runs',
      'verdict',
    ],
    numeric: [policy.knobs.length, policy.knobs.length + 3],
    rows: run.map((each) => [
      ...policy.knobs.map(({ path }) => each.labels[path] ?? ''),
      readableBytes(each.cost),
      highestInWords(each.figures, policy),
      leastServed(each, recommendation),
      String(mostRuns(each)),
      wordsFor(each, recommendation),
    ]),
  };
  const others = notRun(candidates.length - run.length, policy);
  if (run.length <= OPEN_ROWS) return [table, ...others];
  const summary = `${count(run.length, 'setting')}, and why each is or is not the one`;
  return [{ kind: 'details', summary, blocks: [table] }, ...others];
}

function notRun(settings: number, { minimise }: PolicyFacts): Block[] {
  if (settings === 0) return [];
  const are = minimise === 'cost' ? 'dearer' : 'later in the order of the policy';
  const text = `${count(settings, 'more setting')} ${settings === 1 ? 'is' : 'are'} ${are}: the answer did not depend on it.`;
  return [paragraph(text)];
}

function leastServed({ figures }: Candidate, { policy }: Recommendation): string {
  const own = requiredOf(figures, policy).map(({ servedWithin60s }) => servedWithin60s);
  if (own.length === 0) return '';
  return shareCell(own.reduce((a, b) => (b.value < a.value ? b : a)));
}

/** After which its last bound was decided. */
function mostRuns({ judged }: Candidate): number {
  return Math.max(0, ...judged.map(({ runs }) => runs));
}

function wordsFor(each: Candidate, recommendation: Recommendation): string {
  const isNow = each.id === recommendation.present ? ' (the present setting)' : '';
  if (each.verdict === 'holds' && each.dropped === null && each.id !== recommendation.chosen) {
    return `meets every bound${isNow}`;
  }
  return `${droppedInWords(each, recommendation)}${isNow}`;
}
