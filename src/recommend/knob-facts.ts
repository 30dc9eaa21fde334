/** A knob with its values, its name in the chart, and where it stands now. */
import type { Model } from '../config/config.ts';
import type { Override } from '../config/override.ts';
import type { SourceLine } from '../config/sources.ts';
import { parsePath } from '../schema/path.ts';
import { plainOf, type Tree, treeAt } from '../schema/tree.ts';
import { cellAt, labelOf, unitOf } from '../sweep/cell.ts';
import type { Axis } from '../sweep/grid.ts';
import { FRONTPROXIES, MAXCONN, MEMORY_LIMIT, PODS, QUEUE_TIMEOUT } from '../sweep/paths.ts';
import type { Place, PlannedCandidate } from './planned-candidates.ts';
import type { PolicySpec } from './policy.ts';
import type { KnobFacts } from './policy-facts.ts';

interface Now {
  readonly model: Model;
  readonly sources: readonly SourceLine[];
  /** The model file before anything is set. */
  readonly tree: Tree;
  /** What is set on top of it. */
  readonly stated: readonly Override[];
}

/** What the model has at the path of a knob, as whoever set it last says it. */
export function presentPlace({ path }: Axis, { model, sources, tree, stated }: Now): Place {
  const last = stated.findLast((one) => path === one.path || path.startsWith(`${one.path}.`));
  const inFile = last === undefined ? treeAt(tree, parsePath(path)!) : null;
  const line = sources.find((source) => source.path === path);
  const own = last?.path === path ? last.value : line?.value;
  const raw = inFile === null ? own : plainOf(inFile);
  const label = raw === undefined ? String(cellAt(model, path, '')) : labelOf(raw);
  return { path, label, overrides: [] };
}

/** Names in the values of the s3proxy-python chart. */
const HELM: Readonly<Record<string, string>> = {
  [MAXCONN]: 'frontproxy.maxConnPerPod',
  [QUEUE_TIMEOUT]: 'frontproxy.timeouts.queue',
  [FRONTPROXIES]: 'frontproxy.replicaCount',
  [PODS]: 'replicaCount',
  [MEMORY_LIMIT]: 'resources.limits.memory',
};

export function knobFacts(
  { path }: Axis,
  spec: PolicySpec,
  candidates: readonly PlannedCandidate[],
): KnobFacts {
  const own = spec.knobs.find((knob) => knob.path === path)?.helm;
  const named = own?.name ?? HELM[path] ?? 'none';
  const values = [...new Set(candidates.map((one) => one.values[path]!))].sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : 0,
  );
  return {
    path,
    unit: unitOf(path),
    values,
    labels: values.map(
      (value) => candidates.find((one) => one.values[path] === value)!.labels[path]!,
    ),
    helm: named === 'none' ? null : named,
    ...(own?.unit == null ? {} : { helmUnit: own.unit }),
  };
}
