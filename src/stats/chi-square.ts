import { betaLogit } from './beta.ts';

/** Degrees of the second chi-square that stand for infinitely many: the error is below 1e-6. */
const MANY = 1e8;

/**
 * The p-quantile of the chi-square law with `degrees` > 0 degrees of freedom, as that of an F ratio
 * whose other half has no spread left.
 */
export function chiSquareQuantile(p: number, degrees: number): number {
  return MANY * Math.exp(betaLogit(p, degrees / 2, MANY / 2));
}
