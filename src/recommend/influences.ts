/** What moves P(OOM) of a setting, one factor at a time, and where it crosses the bound. */
import { knobDimension } from '../decide/knob.ts';
import { cellAt, unitOf } from '../sweep/cell.ts';
import type { Risk } from './evidence.ts';
import type { PlannedInfluence } from './planned-changes.ts';
import type { Chosen } from './recommend.ts';
import { highestRisk } from './risk.ts';
import type { Influence, InfluenceLabel, InfluenceLevel } from './what-if.ts';

/** Halvings of the way to a value at which it flips, at most. */
const HALVINGS = 4;
const MIB = 2 ** 20;

export async function influencesOf(chosen: Chosen): Promise<Influence[]> {
  const { plan, candidates, subject } = chosen;
  const { scenarios } = plan.facts;
  const own = candidates.find(({ id }) => id === subject.id)!;
  // Without a run the first that is required: those are the first of all.
  const nearest = highestRisk(own.figures, plan.facts)?.scenario ?? scenarios[0]!.name;
  const index = scenarios.findIndex(({ name }) => name === nearest);
  const all = await Promise.all(plan.influences.map((one) => influenceOf(one, index, chosen)));
  return all.flatMap((one) => one ?? []);
}

async function influenceOf(
  { factor, path, source, levels }: PlannedInfluence,
  scenario: number,
  { plan, evidence, subject }: Chosen,
): Promise<Influence | null> {
  const before = [subject.change, plan.scenarios[scenario]!];
  const model = plan.ground.modelAt(before);
  const at = await evidence.riskAt(before);
  if (at === null || 'issues' in model) return null;
  const own = path === null ? null : cellAt(model.value, path, '');
  const seen = await Promise.all(
    levels.map(async ({ label, change }): Promise<InfluenceLevel | null> => {
      const looked = await evidence.riskAt([...before, change]);
      const found = plan.ground.modelAt([...before, change]);
      if (looked === null || 'issues' in found) return null;
      const value = path === null ? label : cellAt(found.value, path, label);
      return { label, value, ...looked, flips: isOther(at, looked) === true };
    }),
  );
  const known = seen.flatMap((one) => one ?? []).filter(({ value }) => value !== own);
  const flipped = known.find(({ flips }) => flips);
  const between =
    flipped === undefined || path === null
      ? null
      : await crossing(path, own, flipped, async (value) => {
          const override = { path, value, at: { label: path } };
          const change = { overrides: [override], podsLess: 0 };
          const looked = await evidence.riskAt([...before, change]);
          return looked === null ? null : isOther(at, looked);
        });
  const label = baseLabel(plan, path, own);
  return {
    factor,
    path,
    unit: path === null ? 'text' : unitOf(path),
    source,
    scenario: plan.facts.scenarios[scenario]!.name,
    base: { label, value: own ?? label, ...at, flips: false },
    levels: known,
    flipsBetween: between,
  };
}

/** Whether P(OOM) was shown to be on the other side of its bound; null where either may be. */
function isOther({ risk: here }: Risk, { risk: there }: Risk): boolean | null {
  const isShown = (risk: Risk['risk']) => risk === 'holds' || risk === 'fails';
  return isShown(here) && isShown(there) ? here !== there : null;
}

function baseLabel({ facts, sources }: Chosen['plan'], path: string | null, own: unknown): string {
  if (path === null) return 'as it is';
  const dimension = knobDimension(path);
  if (typeof own === 'number' && !('complaints' in dimension)) return dimension.value.format(own);
  const line = sources.find((source) => source.path === path);
  return typeof own === 'string' && own !== '' ? own : (line?.value ?? facts.name);
}

/**
 * Between two numbers the last shown to be on the side of the first, and the first on the other: it
 * goes no nearer than intervals tell.
 */
async function crossing(
  path: string,
  from: unknown,
  { value: to, label }: InfluenceLabel,
  isBeyond: (value: unknown) => Promise<boolean | null>,
): Promise<readonly [InfluenceLabel, InfluenceLabel] | null> {
  const dimension = knobDimension(path);
  if (typeof from !== 'number' || typeof to !== 'number' || 'complaints' in dimension) return null;
  const { bare, whole, format } = dimension.value;
  let [same, other] = [from, to];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (same + other) / 2;
    const value = rounded(middle, { whole, isBinary: /i(B)?$/.test(label) });
    if (value === same || value === other) break;
    const isFlipped = await isBeyond(bare ? value : format(value));
    if (isFlipped === null) break;
    if (isFlipped) other = value;
    else same = value;
  }
  const said = (value: number): InfluenceLabel => ({ label: format(value), value });
  return [said(same), said(other)];
}

/** As whoever wrote the other end would have rounded it. */
function rounded(
  value: number,
  { whole, isBinary }: { whole: boolean; isBinary: boolean },
): number {
  if (whole) return Math.round(value);
  return isBinary ? Math.round(value / MIB) * MIB : Number(value.toPrecision(3));
}
