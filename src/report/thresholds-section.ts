/** What the experiment demanded, and whether the rows satisfy it. */
import { type Judgement, judge, overall } from '../decide/judge.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { count } from '../units/readable.ts';
import { paragraph, type Section } from './block.ts';

const HEADERS = ['verdict', 'threshold', 'at', 'found'];

const MEANING =
  'A threshold passes or fails where the whole 95% interval of its statistic is on one side of the bound, or by the value where there is no interval. What is undecided is no failure: it needs more runs.';

/** None where the experiment has no thresholds. */
export function thresholdsSection(results: ExperimentResults): Section[] {
  const judgements = judge(results);
  if (judgements.length === 0) return [];
  const rows = judgements.map((each) => [
    each.verdict,
    each.require,
    each.where,
    each.more === null ? each.seen : `${each.seen}; about ${each.more} more runs would decide`,
  ]);
  return [
    {
      id: 'thresholds',
      title: 'Thresholds',
      blocks: [
        paragraph(`${tallyInWords(judgements)} ${MEANING}`),
        { kind: 'table', headers: HEADERS, numeric: [], rows },
      ],
    },
  ];
}

/** `Thresholds: fail. 3 pass, 1 fails, 2 are undecided.` */
export function tallyInWords(judgements: readonly Judgement[]): string {
  const of = (verdict: Judgement['verdict']) =>
    judgements.filter((each) => each.verdict === verdict).length;
  const all = count(judgements.length, 'verdict');
  const parts = `${of('pass')} pass, ${of('fail')} fail, ${of('undecided')} undecided`;
  return `Thresholds: ${overall(judgements)}. Of ${all} ${parts}.`;
}
