/** A field that takes a law: a bare quantity is a constant, a map with `law:` anything else. */
import type { Law } from '../random/law.ts';
import type { Dimension } from './dimension.ts';
import { type Kind, type Problem, type Reading, refuse } from './kind.ts';
import { jsonOfLaw } from './law-json.ts';
import { LAW_KEYS, LAWS, type LawName, type LawNumbers, lawNumbers } from './law-keys.ts';
import { formatLaw } from './law-text.ts';
import { type Quantity, quantity, type Range } from './quantity.ts';
import { didYouMean } from './spelling.ts';

export function lawOf(dimension: Dimension, range: Range): Kind<Law> {
  const bare = quantity(dimension, range);
  const numbers = lawNumbers(dimension, range);
  const expected = `${bare.range}, or a law of such`;
  return {
    unit: dimension.unit,
    range: expected,
    law: true,
    json: jsonOfLaw(bare.json, numbers),
    read: (raw) =>
      raw === 'none' && range.none
        ? { value: constant(Number.POSITIVE_INFINITY) }
        : readLaw(raw, numbers, expected),
    format: (law) => formatLaw(law, dimension.format),
  };
}

const constant = (value: number): Law => ({ law: 'constant', value });

function readLaw(raw: unknown, numbers: LawNumbers, expected: string): Reading<Law> {
  if (Array.isArray(raw)) return refuse(expected, 'a list is {law: empirical, values: [...]}');
  if (typeof raw !== 'object' || raw === null) {
    const reading = numbers.point.read(raw);
    if ('value' in reading) return { value: constant(reading.value as number) };
    return refuse(expected, reading.problems[0]!.hint);
  }
  const map = raw as Readonly<Record<string, unknown>>;
  const { law } = map;
  if (law === undefined) return refuse(`a law: ${LAWS.join(', ')}`);
  const name = LAWS.find((each) => each === law);
  if (name !== undefined) return new LawReader(name, map, numbers, expected).read();
  const problem = { path: ['law'], expected: `one of ${LAWS.join(', ')}` };
  return { problems: [{ ...problem, hint: didYouMean(law, LAWS) }] };
}

/** Reads one law's map and collects all that is wrong with it. */
class LawReader {
  readonly #name: LawName;
  readonly #map: Readonly<Record<string, unknown>>;
  readonly #numbers: LawNumbers;
  readonly #expected: string;
  readonly #problems: Problem[] = [];

  constructor(
    name: LawName,
    map: Readonly<Record<string, unknown>>,
    numbers: LawNumbers,
    expected: string,
  ) {
    this.#name = name;
    this.#map = map;
    this.#numbers = numbers;
    this.#expected = expected;
  }

  read(): Reading<Law> {
    this.#checkKeys();
    const law = this.#build();
    return this.#problems.length > 0 ? { problems: this.#problems } : { value: law };
  }

  #checkKeys(): void {
    const wanted = LAW_KEYS[this.#name];
    const known = wanted.flatMap((keys) => keys.split('|'));
    const law = `beside law: ${this.#name}`;
    for (const key of Object.keys(this.#map)) {
      if (key === 'law' || known.includes(key)) continue;
      this.#refuse([key], `only ${known.join(', ')} ${law}`, didYouMean(key, known));
    }
    for (const keys of wanted) {
      const given = keys.split('|').filter((key) => this.#map[key] !== undefined);
      if (given.length === 0) this.#refuse([], `${keys.replace('|', ' or ')} ${law}`);
      if (given.length > 1) this.#refuse([], `${keys.replace('|', ' or ')} ${law}, not both`);
    }
  }

  #build(): Law {
    const { point, centre, spread, positive } = this.#numbers;
    switch (this.#name) {
      case 'constant':
        return constant(this.#take('value', point));
      case 'exponential':
        return { law: 'exponential', mean: this.#take('mean', centre) };
      case 'lognormal':
        return this.#lognormal(centre, spread);
      case 'pareto': {
        const shape = this.#take('shape', positive);
        return { law: 'pareto', shape, ...this.#interval(centre, point) };
      }
      case 'uniform':
        return { law: 'uniform', ...this.#interval(point, point) };
      case 'mixture':
        return { law: 'mixture', parts: this.#parts() };
      case 'empirical':
        return { law: 'empirical', values: this.#values(point) };
    }
  }

  /** A missing number has its line from `checkKeys`, so here it is just not a number. */
  #take(key: string, kind: Quantity): number {
    const raw = this.#map[key];
    return raw === undefined ? Number.NaN : this.#number([key], raw, kind);
  }

  #number(path: readonly (string | number)[], raw: unknown, kind: Quantity): number {
    const reading = kind.read(raw);
    if ('value' in reading) return reading.value as number;
    for (const { expected, hint } of reading.problems) this.#refuse(path, expected, hint);
    return Number.NaN;
  }

  /** cv^2 = exp(sigma^2) - 1, mean = exp(mu + sigma^2 / 2), median = exp(mu). */
  #lognormal(centre: Quantity, spread: Quantity): Law {
    const cv = this.#take('cv', spread);
    const stated = this.#take('sigma', spread);
    const sigma = this.#map.sigma === undefined ? Math.sqrt(Math.log1p(cv * cv)) : stated;
    const mean = this.#take('mean', centre);
    const median = this.#take('median', centre);
    const mu = this.#map.median === undefined ? Math.log(mean) - sigma ** 2 / 2 : Math.log(median);
    return { law: 'lognormal', mu, sigma };
  }

  #interval(low: Quantity, high: Quantity): { min: number; max: number } {
    const min = this.#take('min', low);
    const max = this.#take('max', high);
    if (max <= min) this.#refuse(['max'], 'a maximum above the minimum');
    return { min, max };
  }

  #parts(): { weight: number; of: Law }[] {
    const parts = this.#list('parts', 'a list of {weight: 0.9, of: <law>}').flatMap((raw, index) =>
      this.#part(raw, ['parts', index]),
    );
    // Weights are relative: 9 and 1 say the same as 0.9 and 0.1.
    const total = parts.reduce((sum, { weight }) => sum + weight, 0);
    return parts.map(({ weight, of }) => ({ weight: weight / total, of }));
  }

  #part(raw: unknown, path: readonly (string | number)[]): { weight: number; of: Law }[] {
    const keys = typeof raw === 'object' && raw !== null ? Object.keys(raw).sort().join() : '';
    if (keys !== 'of,weight') {
      this.#refuse(path, 'weight and of');
      return [];
    }
    const part = raw as { readonly weight: unknown; readonly of: unknown };
    const weight = this.#number([...path, 'weight'], part.weight, this.#numbers.positive);
    const of = readLaw(part.of, this.#numbers, this.#expected);
    if ('value' in of) return [{ weight, of: of.value }];
    for (const { path: inner, expected, hint } of of.problems) {
      this.#refuse([...path, 'of', ...inner], expected, hint);
    }
    return [];
  }

  #values(point: Quantity): number[] {
    return this.#list('values', 'a list of values').map((raw, index) =>
      this.#number(['values', index], raw, point),
    );
  }

  #list(key: string, expected: string): readonly unknown[] {
    const raw = this.#map[key];
    if (Array.isArray(raw) && raw.length > 0) return raw;
    if (raw !== undefined) this.#refuse([key], expected);
    return [];
  }

  #refuse(path: readonly (string | number)[], expected: string, hint = ''): void {
    this.#problems.push({ path, expected, hint });
  }
}
