/** The numbers of a fit, drawn anew from what the fit knows of their errors. */
import type { FittedFile, FittedNumber } from '../fit/fitted-files.ts';
import { normalQuantile } from '../random/normal-quantile.ts';
import { Streams } from '../random/streams.ts';
import { cholesky } from '../stats/cholesky.ts';

/** By path of the model: what its number is multiplied by. */
export type ParameterDraw = Readonly<Record<string, number>>;

/**
 * Draws from the joint law of the numbers: lognormal about what was fitted. Numbers found by least
 * squares move together as the covariance of their logarithms says, those read off move alone, and
 * those of unknown error stay. Draw `i` has a stream of its own, so that asking for more draws
 * leaves the first as they were.
 */
export function parameterDraws(
  { numbers, search }: Pick<FittedFile, 'numbers' | 'search'>,
  seed: string,
  count: number,
): ParameterDraw[] {
  const searched = search.paths.map((path) => numbers.find(({ paths }) => paths.includes(path))!);
  const alone = numbers.filter((number) => !searched.includes(number) && sigmaOf(number) > 0);
  const lower = factorOf(search.logCovariance);
  return Array.from({ length: count }, (_, index) => {
    const stream = new Streams(`${seed}/parameters/${index}`).get('numbers');
    // A uniform of 0 would be a factor of 0.
    const normal = () => normalQuantile(Math.max(stream.next(), Number.EPSILON));
    const common = lower.map(normal);
    const draw: Record<string, number> = {};
    const set = (number: FittedNumber, log: number) => {
      for (const path of number.paths) draw[path] = within(number, Math.exp(log));
    };
    for (const [i, number] of searched.entries()) {
      set(
        number,
        lower[i]!.reduce((sum, weight, k) => sum + weight * common[k]!, 0),
      );
    }
    for (const number of alone) set(number, sigmaOf(number) * normal());
    return draw;
  });
}

/** The standard deviation of the logarithm; 0 where the error is not known. */
function sigmaOf({ value, standardError }: FittedNumber): number {
  return standardError === null ? 0 : Math.sqrt(Math.log1p((standardError / value) ** 2));
}

/** The number stays where it has to be. */
function within({ range, value }: FittedNumber, factor: number): number {
  if (range === null) return factor;
  return Math.min(range[1] / value, Math.max(range[0] / value, factor));
}

/**
 * L with L L' = the covariance; zero in the rows of numbers that have none. Where rounding has left
 * the covariance not positive definite the numbers move alone.
 */
function factorOf(covariance: readonly (readonly number[])[]): number[][] {
  const free = covariance.flatMap((row, i) => (row[i]! > 0 ? [i] : []));
  const lower = cholesky(free.map((i) => free.map((j) => covariance[i]![j]!)));
  return covariance.map((row, i) =>
    row.map((_, j) => {
      if (lower === null) return i === j ? Math.sqrt(row[i]!) : 0;
      const [a, b] = [free.indexOf(i), free.indexOf(j)];
      return a < 0 || b < 0 ? 0 : lower[a]![b]!;
    }),
  );
}
