/** How well the model agrees with what was measured, in sentences. */
import type { ConformanceResults, TargetResult } from '../conformance/results.ts';
import { count, sentenceList } from '../units/readable.ts';
import { disagreements, errorInWords, quantityInWords, sizeInWords } from './conformance-words.ts';

/** More ids than this are left to the table. */
const MOST_IDS = 6;

export function conformanceAnswer(results: ConformanceResults): string[] {
  const judged = results.targets.filter(({ scored }) => scored > 0);
  return [
    verdict(judged, results),
    ...judged.map((target) => targetInWords(target, results)),
    ...explained(results),
    coverage(results),
  ];
}

function verdict(targets: readonly TargetResult[], results: ConformanceResults): string {
  const missed = targets.filter(({ reached }) => !reached);
  const names = missed.map(({ name }) => quantityInWords(name));
  const all = count(targets.length, 'target');
  const over = overWhich(results);
  if (missed.length === 0) return `All ${all} are reached over ${over}.`;
  return `${missed.length} of ${all} missed over ${over}: ${sentenceList(names)}.`;
}

/** Without a subset named as fitted to, nobody can say which cases are a test. */
function overWhich({ fitted }: ConformanceResults): string {
  return fitted.length > 0 ? 'the cases that were not fitted' : 'all cases, none of them held out';
}

function targetInWords(target: TargetResult, results: ConformanceResults): string {
  const { name, scored, met, medianError, worstError, worstCase } = target;
  if (name === 'oom') return verdictsInWords(target, results);
  const median = medianError === null ? '' : `, median error ${sizeInWords(medianError, name)}`;
  const worst =
    worstError === null ? '' : `, worst ${errorInWords(worstError, name)} (${worstCase})`;
  const words = quantityInWords(name);
  const first = `${words[0]!.toUpperCase()}${words.slice(1)}`;
  return `${first} (${target.target}): ${met} of ${count(scored, 'case')} met${median}${worst}.`;
}

/** Kills and survivals apart: with few kills, always saying no would agree with most cases. */
function verdictsInWords({ scored, met }: TargetResult, results: ConformanceResults): string {
  const judged = results.cases.filter(({ fitted, oom }) => !fitted && oom.scored);
  const parts = [true, false].flatMap((killed) => {
    const cases = judged.filter(({ oom }) => oom.measuredKills > 0 === killed);
    const right = cases.filter(({ oom }) => oom.met).length;
    return cases.length === 0
      ? []
      : [`${right} of ${cases.length} ${killed ? 'with a kill' : 'without'}`];
  });
  const ids = judged.filter(({ oom }) => !oom.met).map(({ id }) => id);
  const but = ids.length === 0 ? '' : `; not in ${listed(ids)}`;
  return `OOM or not agrees in ${met} of ${count(scored, 'case')} (${parts.join(', ')}; survivors within 10% of the limit do not count)${but}.`;
}

/** To what the disagreements are put down; a reason found after the fact is no test of it. */
function explained(results: ConformanceResults): string[] {
  const cases = [...new Set(disagreements(results).map((one) => one.case))];
  if (cases.length === 0) return [];
  const unexplained = cases.filter(({ explanation }) => explanation === null).map(({ id }) => id);
  const rest =
    unexplained.length === 0
      ? 'each attributed to a mechanism the model lacks or to chance, by reasoning afterwards and not by a test'
      : `${unexplained.length} of them attributed to nothing known: ${listed(unexplained)}`;
  return [`${count(cases.length, 'case')} miss at least one target, ${rest}.`];
}

function coverage({ cases, notCovered, fitted, seeds }: ConformanceResults): string {
  const out =
    notCovered.length === 0
      ? 'every measured case is covered'
      : `${count(notCovered.length, 'measured case')} not covered, for want of what they need`;
  const basis =
    fitted.length > 0
      ? `numbers were fitted to ${fitted.length} of the cases, which count for nothing`
      : 'which cases its numbers were fitted to is not stated';
  return `${count(cases.length, 'case')} simulated, each from its configuration alone with ${count(seeds, 'seed')}; ${out}. The mechanisms of the model were chosen with these cases in view, and ${basis}: unseen loads will be predicted less well.`;
}

function listed(ids: readonly string[]): string {
  if (ids.length <= MOST_IDS) return ids.join(', ');
  return `${ids.slice(0, MOST_IDS).join(', ')} and ${ids.length - MOST_IDS} more`;
}
