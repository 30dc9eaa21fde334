/** The knobs of a policy as axes: values as they are listed, or a range cut into steps. */
import { type KnobModel, knobOf, scanOf } from '../decide/knob.ts';
import type { Issue } from '../schema/issue.ts';
import { placeOf, plainOf, type Tree, treeAt } from '../schema/tree.ts';
import { labelOf } from '../sweep/cell.ts';
import type { Axis } from '../sweep/grid.ts';
import { allOf, type Outcome } from '../sweep/outcome.ts';
import type { PolicySpec } from './policy.ts';

type Knob = PolicySpec['knobs'][number];

export function knobAxes(spec: PolicySpec, tree: Tree, model: KnobModel): Outcome<Axis[]> {
  return allOf(spec.knobs.map((knob, index) => axisOf(knob, index, tree, model)));
}

function axisOf(knob: Knob, index: number, tree: Tree, model: KnobModel): Outcome<Axis> {
  const { path, values, from, to, steps } = knob;
  const complain = (message: string): Outcome<Axis> => {
    const place = placeOf(tree, ['knobs', index]);
    const issue: Issue = { place, path: `knobs[${index}]`, message, hint: '' };
    return { issues: [issue] };
  };
  const isRange = from !== undefined && to !== undefined && steps !== undefined;
  const isPart = from !== undefined || to !== undefined || steps !== undefined;
  if (isPart !== isRange || isRange === (values !== undefined)) {
    return complain('expected values, or from, to and steps');
  }
  const pathAt = placeOf(tree, ['knobs', index, 'path']);
  if (values !== undefined) {
    const settings = values.map((_, k) => {
      const value = treeAt(tree, ['knobs', index, 'values', k])!;
      const override = { path, value: plainOf(value), at: value.at, pathAt };
      return { overrides: [override], caseName: null };
    });
    return { value: { path, settings } };
  }
  const found = knobOf(path, { from: labelOf(from), to: labelOf(to) }, model);
  if ('complaints' in found) {
    return complain(found.complaints.map((line) => line.replace(/^--knob /, '')).join('; '));
  }
  const { format, whole } = found.value;
  const place = placeOf(tree, ['knobs', index]);
  return {
    value: {
      path,
      settings: scanOf(found.value, steps!).map((value) => ({
        overrides: [{ path, value: whole ? value : format(value), at: place }],
        caseName: null,
      })),
    },
  };
}
