import type { Model } from '../config/config.ts';
import type { Law } from '../random/law.ts';
import { changedAt } from '../schema/changed-at.ts';
import { parsePath } from '../schema/path.ts';
import type { ParameterDraw } from './parameter-draws.ts';

/**
 * The model with its numbers multiplied by those of the draw, and without a memory limit: its peak
 * then decides every limit. Of a law it is the size that grows where it is constant, and the spread
 * about the same mean where it is lognormal.
 */
export function drawnModel(model: Model, draw: ParameterDraw): Model {
  const unlimited: Model = {
    ...model,
    pod: { ...model.pod, memoryLimit: Number.POSITIVE_INFINITY },
  };
  return Object.entries(draw).reduce(
    (changed, [path, factor]) =>
      changedAt(changed, parsePath(path)!, (value) => scaled(value, factor)) as Model,
    unlimited,
  );
}

function scaled(value: unknown, factor: number): unknown {
  if (typeof value === 'number') return value * factor;
  const law = value as Law;
  switch (law.law) {
    case 'constant':
      return { ...law, value: law.value * factor };
    case 'lognormal': {
      const variance = law.sigma * law.sigma;
      const grown = Math.log1p(Math.expm1(variance) * factor * factor);
      return { ...law, mu: law.mu + (variance - grown) / 2, sigma: Math.sqrt(grown) };
    }
    default:
      throw new Error(`a fit has no number in a law ${law.law}`);
  }
}
