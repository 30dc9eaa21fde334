/** Which measured cases can be simulated, each as a model, and why the others cannot. */
import { type Model, resolveTree } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import type { Issue } from '../schema/issue.ts';
import type { Tree } from '../schema/tree.ts';
import { caseSettings, type RigTimes, type Settings } from './case-model.ts';
import type { MeasuredCase } from './measured-case.ts';
import type { NotCovered } from './results.ts';

export interface PlannedCase {
  readonly measured: MeasuredCase;
  readonly model: Model;
  /** The same under cgroup v2 and without a limit: what sockets add. */
  readonly withSockets: Model;
}

export interface PlannedCases {
  readonly covered: readonly PlannedCase[];
  readonly notCovered: readonly NotCovered[];
}

/** The model all cases start from, as a tree, and the file it is from. */
export interface Rig {
  readonly tree: Tree;
  readonly file: string;
  /** Overrides of every case, which win over the case's own. */
  readonly pinned: readonly Override[];
}

const WITH_SOCKETS: Settings = { 'pod.cgroup': 'v2', 'pod.memoryLimit': 'none' };

export function planCases(
  cases: readonly MeasuredCase[],
  rig: Rig,
): PlannedCases | { readonly issues: readonly Issue[] } {
  const own = resolveTree(rig.tree, rig.pinned, rig.file);
  if ('issues' in own) return own;
  const times: RigTimes = { overhead: overheadOf(own.model) };
  const covered: PlannedCase[] = [];
  const notCovered: NotCovered[] = [];
  for (const measured of cases) {
    const said = caseSettings(measured, times);
    if ('notCovered' in said) {
      notCovered.push({ id: measured.id, reason: said.notCovered });
      continue;
    }
    const place = `case ${measured.id}`;
    const plain = resolveTree(rig.tree, overrides(place, said.settings, rig), rig.file);
    if ('issues' in plain) return plain;
    const sockets = { ...said.settings, ...WITH_SOCKETS };
    const v2 = resolveTree(rig.tree, overrides(place, sockets, rig), rig.file);
    if ('issues' in v2) return v2;
    covered.push({ measured, model: plain.model, withSockets: v2.model });
  }
  return { covered, notCovered };
}

/** What any request costs beside its bytes: the rig's own time of service [s]. */
export function overheadOf({ pod }: Pick<Model, 'pod'>): number {
  const { service } = pod;
  return service.law === 'constant' ? service.value : 0;
}

function overrides(label: string, settings: Settings, { pinned }: Rig): Override[] {
  const at = { label };
  return [...Object.entries(settings).map(([path, value]) => ({ path, value, at })), ...pinned];
}
