/** How long a run lasts and what it stands for. */
import type * as z from 'zod';
import { count, group, list, type Resolved, seconds, text } from '../schema/fields.ts';

export const runSchema = group('One run.', {
  horizon: seconds({
    doc: 'When arrivals stop; the system then drains. Needed where clients never stop by themselves.',
    above: 0,
    none: true,
    default: 'none',
    source: 'choice',
  }),
  faults: list(
    'Deaths of pods that no memory limit causes, as when a node or an operator kills one.',
    {
      at: seconds({ doc: 'When the pod is killed.', source: 'choice' }),
      pod: count({ doc: 'Index of the pod, from 0.', default: 0, source: 'choice' }),
    },
  ),
  event: text({
    doc: 'What one run stands for, as in "P(OOM) per backup window".',
    default: 'run',
    source: 'choice',
  }),
  maxEvents: count({
    doc: 'Event budget of a run; hitting it is a warning in the row.',
    min: 1,
    default: 1e9,
    source: 'a guard, far above any shipped experiment',
  }),
});

export type RunOptions = Resolved<z.output<typeof runSchema>>;
