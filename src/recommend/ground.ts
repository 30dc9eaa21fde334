/** Models around a setting, and what is drawn anew for each of their runs. */
import type { Model } from '../config/config.ts';
import type { Read } from '../config/extend.ts';
import type { Override } from '../config/override.ts';
import { variantsOf } from '../config/variants.ts';
import type { Place } from '../schema/issue.ts';
import type { Tree } from '../schema/tree.ts';
import type { Outcome } from '../sweep/outcome.ts';
import type { ParameterDraw } from '../sweep/parameter-draws.ts';
import { PODS } from '../sweep/paths.ts';
import { type Calibration, calibrationOf, unknownsOf } from '../sweep/plan-unknowns.ts';
import { GIVEN_MODEL, WITH_ERROR } from './risk.ts';
import type { Circumstance } from './trials.ts';

/** What is different from the setting before it. */
export interface Change {
  readonly overrides: readonly Override[];
  readonly podsLess: number;
  /** Where the file says so. */
  readonly podsLessAt?: Place;
}

export const NO_CHANGE: Change = { overrides: [], podsLess: 0 };

/**
 * The setting first, then the scenario, on top of it what is asked of both: what is worse than a
 * scenario must not be undone by it.
 */
export function underScenario(
  scenario: Change,
  [setting, ...others]: readonly Change[],
): readonly Change[] {
  return setting === undefined ? [scenario] : [setting, scenario, ...others];
}

interface GroundOptions {
  readonly tree: Tree;
  readonly file: string;
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly read: Read;
  /** What is common to all models, and the model with no more than that. */
  readonly stated: readonly Override[];
  readonly model: Model;
  readonly seed: string;
  /** Whether fitted numbers and the error of the model are drawn. */
  readonly isDrawn: boolean;
}

/** Draws that are made at first; as many again whenever they are used up. */
const DRAWS = 256;

export class Ground {
  readonly #options: GroundOptions;
  readonly #variant: ReturnType<typeof variantsOf>;
  readonly #models = new Map<string, Outcome<Model>>();
  #calibration: Calibration;
  #count = DRAWS;

  constructor(options: GroundOptions) {
    this.#options = options;
    const { tree, stated, file, model } = options;
    this.#variant = variantsOf({ tree, overrides: stated, file, model });
    this.#calibration = this.#calibrate(DRAWS);
  }

  get calibration(): Calibration {
    return this.#calibration;
  }

  /** The model after all changes, the last on top; mistakes where it is none. */
  modelAt(changes: readonly Change[]): Outcome<Model> {
    const overrides = changes.flatMap((change) => change.overrides);
    const less = changes.reduce((sum, { podsLess }) => sum + podsLess, 0);
    const said = overrides.map(({ path, value }) => [path, value]);
    const key = JSON.stringify([said, less]);
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const resolve = (extra: readonly Override[]): Outcome<Model> => {
      const found = this.#variant([...overrides, ...extra]);
      return 'issues' in found ? found : { value: found.model };
    };
    let found = resolve([]);
    if ('value' in found && less > 0) {
      const pods = found.value.pod.replicas;
      const label = `${less} of ${pods} pods less`;
      const at = changes.find(({ podsLessAt }) => podsLessAt)?.podsLessAt ?? { label };
      const left = pods - less;
      const message = `expected one pod at least, got ${label}: no pod is left`;
      const none = { place: at, path: PODS, message, hint: '' };
      found = left < 1 ? { issues: [none] } : resolve([{ path: PODS, value: left, at }]);
    }
    this.#models.set(key, found);
    return found;
  }

  /** The same with what is drawn; why nothing can be, where something should. */
  circumstanceAt(changes: readonly Change[]): Outcome<Circumstance> {
    const found = this.modelAt(changes);
    if ('issues' in found) return found;
    const model = found.value;
    if (!this.#options.isDrawn) return { value: { model, draw: null, sigma: 0 } };
    const { stated } = this.#options;
    const overrides = [...stated, ...changes.flatMap((change) => change.overrides)];
    const calibration = this.#calibration;
    const first =
      'reason' in calibration
        ? calibration
        : { ...calibration, draws: calibration.draws.slice(0, 1) };
    const unknowns = unknownsOf(first, model.pod.handler, overrides);
    if ('reason' in unknowns) {
      const place = { label: WITH_ERROR };
      const hint = `${GIVEN_MODEL} is the figure given the model`;
      return { issues: [{ place, path: '', message: unknowns.reason, hint }] };
    }
    const kept = Object.keys(unknowns.draws[0]!.draw);
    const draw = (run: number): ParameterDraw => {
      const all = this.#drawAt(run);
      return Object.fromEntries(kept.map((path) => [path, all[path]!]));
    };
    return { value: { model, draw, sigma: unknowns.sigma } };
  }

  #drawAt(run: number): ParameterDraw {
    while (run >= this.#count) {
      this.#count *= 2;
      this.#calibration = this.#calibrate(this.#count);
    }
    const calibration = this.#calibration;
    if ('reason' in calibration) throw new Error(`nothing to draw: ${calibration.reason}`);
    return calibration.draws[run]!;
  }

  #calibrate(draws: number): Calibration {
    const { tree, files, read, seed } = this.#options;
    return calibrationOf({ tree, files, read }, { draws, runs: 1 }, seed);
  }
}
