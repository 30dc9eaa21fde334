/** How long a run lasts and what it stands for. */
import { count, group, seconds, text } from '../schema/fields.ts';

export const runSchema = group('One run.', {
  horizon: seconds({
    doc: 'When arrivals stop; the system then drains. Needed where clients never stop by themselves.',
    above: 0,
    none: true,
    default: 'none',
    source: 'choice',
  }),
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
