/** Knobs that undo one another, are undone, or are nothing that can be chosen. */
import type { Override } from '../config/override.ts';
import type { Issue } from '../schema/issue.ts';
import { type Path, parsePath } from '../schema/path.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { overridesAt } from '../sweep/axes.ts';
import { cellAt, labelOf } from '../sweep/cell.ts';
import type { Axis } from '../sweep/grid.ts';
import type { Ground } from './ground.ts';
import type { PolicySpec } from './policy.ts';

/** What happens to a fleet, and for how long it is watched. */
const GIVEN = ['clients', 'run'];

export function knobMistakes(spec: PolicySpec, tree: Tree): Issue[] {
  const paths = spec.knobs.map(({ path }) => path);
  return spec.knobs.flatMap(({ path }, index): Issue[] => {
    const said = (message: string): Issue[] => [
      { place: placeOf(tree, ['knobs', index]), path: `knobs[${index}]`, message, hint: '' },
    ];
    const other = paths.slice(0, index).find((before) => overlap(before, path));
    if (other === path) return said(`${path} is a knob already`);
    if (other !== undefined) return said(`${path} and the knob ${other} undo one another`);
    if (GIVEN.some((given) => overlap(given, path))) {
      return said(`expected what a fleet can be set to, got ${path}; the load is no knob`);
    }
    return scenarioMistakes(path, spec, tree);
  });
}

/** A scenario that sets a knob would try one value of it and recommend another. */
function scenarioMistakes(knob: string, { scenarios = [] }: PolicySpec, tree: Tree): Issue[] {
  return scenarios.flatMap((_, index) =>
    overridesAt(tree, ['scenarios', index, 'set'])
      .filter(({ path }) => overlap(path, knob))
      .map(({ path, at }: Override): Issue => {
        const message = `expected a path that no knob sets, got ${path} beside the knob ${knob}`;
        const hint = 'a scenario is what happens, whatever is chosen';
        return { place: at, path: `scenarios[${index}].set`, message, hint };
      }),
  );
}

/** Values of a knob that come to the same: which of them is recommended would have no answer. */
export function repeatedValues(ground: Ground, axes: readonly Axis[]): Issue[] {
  return axes.flatMap(({ path, settings }, index) => {
    const seen = new Map<unknown, string>();
    return settings.flatMap(({ overrides }): Issue[] => {
      const { value, at } = overrides[0]!;
      const label = labelOf(value);
      const found = ground.modelAt([{ overrides, podsLess: 0 }]);
      const cell = 'value' in found ? cellAt(found.value, path, label) : label;
      const same = seen.get(cell);
      seen.set(cell, label);
      if (same === undefined) return [];
      const message = `expected another value, got ${label}, which is ${same} again`;
      return [{ place: at, path: `knobs[${index}].values`, message, hint: '' }];
    });
  });
}

/** Whether one path is the other, or leads to it. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [parsePath(one), parsePath(other)];
  if (a === null || b === null) return false;
  const starts = (long: Path, short: Path) => short.every((step, index) => long[index] === step);
  return starts(a, b) || starts(b, a);
}
