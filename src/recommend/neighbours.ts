/** One knob at a time a step down and up: why this value and no other. */
import { knobDimension } from '../decide/knob.ts';
import type { Cell } from '../sweep/row.ts';
import type { Change } from './ground.ts';
import type { KnobFacts } from './policy-facts.ts';
import type { Chosen } from './recommend.ts';
import type { Neighbour } from './what-if.ts';

/** Beyond the values of the policy a step is this factor, and one for a few of something. */
const FACTOR = 2;
const FEW = 8;

export async function neighboursOf({ plan, evidence, subject }: Chosen): Promise<Neighbour[]> {
  const steps = plan.facts.knobs.flatMap((knob) =>
    (['down', 'up'] as const).flatMap((step) => {
      const to = stepFrom(knob, subject.values[knob.path]!, step);
      return to === null ? [] : [{ path: knob.path, step, to }];
    }),
  );
  const looked = await Promise.all(
    steps.map(async ({ path, step, to }): Promise<Neighbour[]> => {
      const override = { path, value: to.raw, at: { label: `${path} ${to.label}` } };
      const change: Change = { overrides: [override], podsLess: 0 };
      const model = plan.ground.modelAt([subject.change, change]);
      const seen = await evidence.look([subject.change, change]);
      if (seen === null || 'issues' in model) return [];
      const broken = seen.judged.find(({ verdict }) => verdict === 'fails');
      const { memoryLimit, replicas } = model.value.pod;
      return [
        {
          path,
          step,
          from: subject.labels[path]!,
          to: to.label,
          cost: memoryLimit * replicas,
          verdict: seen.verdict,
          breaks: broken === undefined ? null : { scenario: broken.scenario, bound: broken.bound },
          figures: seen.figures,
        },
      ];
    }),
  );
  return looked.flat();
}

interface Step {
  readonly label: string;
  /** As a model file would say it. */
  readonly raw: Cell;
}

/** The next value of the policy, or a factor beyond its last; null where there is none. */
function stepFrom(
  { path, values, labels }: KnobFacts,
  from: Cell,
  step: 'down' | 'up',
): Step | null {
  const dimension = knobDimension(path);
  // Words have no order, and so no step.
  if (typeof from !== 'number' || 'complaints' in dimension) return null;
  const { bare, whole, format } = dimension.value;
  const index = values.indexOf(from) + (step === 'down' ? -1 : 1);
  const listed = values[index];
  if (typeof listed === 'number') {
    return { label: labels[index]!, raw: bare ? listed : labels[index]! };
  }
  const scaled = step === 'down' ? from / FACTOR : from * FACTOR;
  const next = step === 'down' ? from - 1 : from + 1;
  const value = whole ? (from < FEW ? next : Math.floor(scaled)) : scaled;
  if (value <= 0) return null;
  return { label: format(value), raw: bare ? value : format(value) };
}
