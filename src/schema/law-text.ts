/** A law in one line, in the words of a model file. */
import type { Law } from '../random/law.ts';

/** `format` says a number of the law's dimension. */
export function formatLaw(law: Law, format: (value: number) => string): string {
  switch (law.law) {
    case 'constant':
      return format(law.value);
    case 'exponential':
      return `exponential, mean ${format(law.mean)}`;
    case 'lognormal': {
      const median = format(Number(Math.exp(law.mu).toPrecision(4)));
      return `lognormal, median ${median}, sigma ${Number(law.sigma.toPrecision(4))}`;
    }
    case 'pareto':
      return `pareto, shape ${law.shape}, ${format(law.min)} to ${format(law.max)}`;
    case 'uniform':
      return `uniform, ${format(law.min)} to ${format(law.max)}`;
    case 'mixture':
      return law.parts
        .map(({ weight, of }) => `${percent(weight)} ${formatLaw(of, format)}`)
        .join(' + ');
    case 'empirical':
      return `one of ${law.values.map(format).join(', ')}`;
  }
}

const percent = (share: number) => `${Number((share * 100).toPrecision(4))}%`;
