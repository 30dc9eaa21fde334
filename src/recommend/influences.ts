/** What moves P(OOM) of a setting, one factor at a time, and where it crosses the bound. */
import { knobDimension } from '../decide/knob.ts';
import { cellAt, unitOf } from '../sweep/cell.ts';
import type { Figure } from './candidate.ts';
import type { Change } from './ground.ts';
import type { PlannedInfluence } from './planned-changes.ts';
import type { Chosen } from './recommend.ts';
import { riskOf } from './risk.ts';
import type { Influence, InfluenceLabel, InfluenceLevel } from './what-if.ts';

/** Halvings of the way to a value at which it flips, at most. */
const HALVINGS = 4;
const MIB = 2 ** 20;

export async function influencesOf(chosen: Chosen): Promise<Influence[]> {
  const { plan, candidates, subject } = chosen;
  const { scenarios } = plan.facts;
  const risk = (name: string) => {
    const own = candidates.find(({ id }) => id === subject.id)!;
    const figures = own.figures.find(({ scenario }) => scenario === name);
    return (figures && riskOf(figures))?.value ?? -1;
  };
  const required = scenarios.flatMap((one, index) => (one.required ? [index] : []));
  const nearest = required.reduce((best, index) =>
    risk(scenarios[index]!.name) > risk(scenarios[best]!.name) ? index : best,
  );
  const all = await Promise.all(plan.influences.map((one) => influenceOf(one, nearest, chosen)));
  return all.flatMap((one) => one ?? []);
}

async function influenceOf(
  { factor, path, source, levels }: PlannedInfluence,
  scenario: number,
  { plan, evidence, subject }: Chosen,
): Promise<Influence | null> {
  const most = plan.bounds.find(({ loss }) => loss === null)?.most ?? null;
  const before = [subject.change, plan.scenarios[scenario]!];
  const model = plan.ground.modelAt(before);
  const at = await evidence.oomAt(before);
  if (at === null || 'issues' in model) return null;
  const own = path === null ? null : cellAt(model.value, path, '');
  const sideOf = (figure: Figure) => {
    if (most === null || (figure.low < most && figure.high >= most)) return null;
    return figure.high < most;
  };
  const seen = await Promise.all(
    levels.map(async ({ label, change }): Promise<(InfluenceLevel & { change: Change }) | null> => {
      const looked = await evidence.oomAt([...before, change]);
      const found = plan.ground.modelAt([...before, change]);
      if (looked === null || 'issues' in found) return null;
      const value = path === null ? label : cellAt(found.value, path, label);
      const [a, b] = [sideOf(at.oom), sideOf(looked.oom)];
      const flips = a !== null && b !== null && a !== b;
      const { oom, served, verdict } = looked;
      return { label, value, oom, servedWithin60s: served, verdict, flips, change };
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
          const looked = await evidence.oomAt([...before, change]);
          const side = looked === null ? null : sideOf(looked.oom);
          return side === null ? null : side === sideOf(at.oom);
        });
  const label = baseLabel(plan, path, own);
  return {
    factor,
    path,
    unit: path === null ? 'text' : unitOf(path),
    source,
    scenario: plan.facts.scenarios[scenario]!.name,
    base: {
      label,
      value: own ?? label,
      oom: at.oom,
      servedWithin60s: at.served,
      verdict: at.verdict,
      flips: false,
    },
    levels: known.map(({ change: _, ...level }) => level),
    flipsBetween: between,
  };
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
  isSame: (value: unknown) => Promise<boolean | null>,
): Promise<readonly [InfluenceLabel, InfluenceLabel] | null> {
  const dimension = knobDimension(path);
  if (typeof from !== 'number' || typeof to !== 'number' || 'complaints' in dimension) return null;
  const { bare, whole, format } = dimension.value;
  let [same, other] = [from, to];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (same + other) / 2;
    const value = rounded(middle, { whole, isBinary: /i(B)?$/.test(label) });
    if (value === same || value === other) break;
    const stays = await isSame(bare ? value : format(value));
    if (stays === null) break;
    if (stays) same = value;
    else other = value;
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
