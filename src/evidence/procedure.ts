/** How the choice was made, what is guaranteed of it, and how many runs that took. */
import type { Recommendation } from '../recommend/recommendation.ts';
import { type Block, list, paragraph } from '../report/block.ts';
import { count, percent, readableDuration } from '../units/readable.ts';

export function procedure({ policy, procedure: how }: Recommendation): Block[] {
  const stated =
    how.correctSelection === null
      ? 'No probability of correct selection is stated: the answer is certain, or there is none.'
      : `Stated probability that what follows is true: at least ${percent(how.correctSelection, 'down')}.`;
  const aim =
    policy.minimise === 'cost'
      ? 'Least cost (memory limit x pods), then least mean time to the answer'
      : 'Least mean time to the answer, then least cost (memory limit x pods)';
  const { selection, evidence } = how.runs;
  return [
    paragraph(stated),
    list(how.guarantees),
    list([
      `${aim}. Times that differ by at most ${readableDuration(policy.indifference.time)} count as equal. A bound is met with room where what goes wrong is below ${percent(policy.indifference.bound)} of what it allows.`,
      `${count(selection, 'run')} chose among ${count(how.candidates, 'setting')}, of which ${how.simulated} had to be simulated: a run without a memory limit tells for every limit whether it is killed. A grid with as many runs everywhere as the longest needed takes ${how.gridRuns}. ${count(evidence, 'more run')} made what is shown beside.`,
      'The runs that chose a setting also give its figures. Their 95% intervals stay true however long a test went on (of shares by betting, of counts by Clopper and Pearson), each for its setting by itself; that this setting was chosen because its runs looked good is not in them.',
      'Shares and times are means over runs of what each run had: a run with few operations counts as much as one with many. A sweep and its thresholds pool the operations of all runs.',
      `Run k has the same seed at every setting (common random numbers), so that settings differ by what was set and less by luck. The seed is ${policy.seed}, the most runs ${policy.budget}.`,
    ]),
    ...(how.errorSpent.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            headers: ['the chance of an error is spent on', 'share'],
            numeric: [1],
            rows: how.errorSpent.map(({ on, share }) => [on, percent(share)]),
          },
        ]),
    ...(how.references.length === 0 ? [] : [paragraph('From:'), list(how.references)]),
  ];
}
