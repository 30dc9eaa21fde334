/** All measured cases beside their predictions. */
import { compare, type Predicted } from './compare.ts';
import { repeatedId } from './measured-case.ts';
import type { PlannedCase } from './plan-cases.ts';
import type { ConformanceCase, ConformanceResults, NotCovered, Provenance } from './results.ts';
import { targetResults } from './targets.ts';

/** Why cases disagree: which mechanism the model lacks, and how large its effect is. */
export interface Explanation {
  /** Ids; `*` stands for any letters. */
  readonly cases: readonly string[];
  /** Names of quantities, or `oom`. */
  readonly quantities: readonly string[];
  readonly says: string;
}

/** Measured cases and what is simulated beside each. */
export interface PlannedConformance {
  readonly provenance: Provenance;
  readonly cases: readonly PlannedCase[];
  readonly notCovered: readonly NotCovered[];
  readonly fitted: readonly string[];
  readonly explanations: readonly Explanation[];
  /** Seeds of each case, the same for all. */
  readonly seeds: readonly string[];
  /** What the rig adds to any time of service [s]. */
  readonly overhead: number;
}

/** @param predicted of each case, in the order of the cases */
export function conformanceResults(
  plan: PlannedConformance,
  predicted: readonly Predicted[],
): ConformanceResults {
  const measured = plan.cases.map((one) => one.measured);
  const cases = measured.map((one, index): ConformanceCase => {
    const repeats = measured.filter((other) => repeatedId(other) === repeatedId(one));
    const compared = compare(one, repeats, predicted[index]!, plan.overhead);
    return {
      id: one.id,
      group: one.group,
      handler: one.config.handler,
      note: one.note,
      fitted: plan.fitted.includes(one.id),
      memoryLimitBytes: one.config.memory_limit_bytes,
      ...compared,
      explanation: explanationOf({ id: one.id, ...compared }, plan.explanations),
    };
  });
  return {
    provenance: plan.provenance,
    cases,
    targets: targetResults(cases),
    notCovered: plan.notCovered,
    fitted: plan.fitted,
    seeds: plan.seeds.length,
  };
}

/** What of a case counts for a target and misses it: names of quantities, or `oom`. */
export function missesOf({
  oom,
  quantities,
}: Pick<ConformanceCase, 'oom' | 'quantities'>): string[] {
  const missed = quantities.filter(({ scored, met }) => scored && !met).map(({ name }) => name);
  return oom.scored && !oom.met ? ['oom', ...missed] : missed;
}

/** Every explanation of something the case misses; null where nothing is missed or known. */
function explanationOf(
  one: Pick<ConformanceCase, 'id' | 'oom' | 'quantities'>,
  explanations: readonly Explanation[],
): string | null {
  const missed = missesOf(one);
  const said = explanations.filter(
    ({ cases, quantities }) =>
      cases.some((pattern) => matches(pattern, one.id)) &&
      quantities.some((name) => missed.includes(name)),
  );
  return said.length === 0 ? null : said.map(({ says }) => says).join(' ');
}

/** Whether an id fits a pattern in which `*` stands for any letters. */
export function matches(pattern: string, id: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return id === first;
  if (!id.startsWith(first!)) return false;
  let at = first!.length;
  for (const [index, piece] of rest.entries()) {
    const found = index === rest.length - 1 ? id.lastIndexOf(piece) : id.indexOf(piece, at);
    if (found < at) return false;
    at = found + piece.length;
  }
  return at === id.length || rest.at(-1) === '';
}
