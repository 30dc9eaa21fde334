import { betaLogit } from './beta.ts';

/**
 * The p-quantile of Student's t with `degrees` > 0 degrees of freedom. T^2 / (degrees + T^2) is
 * Beta(1/2, degrees / 2), whose odds are T^2 / degrees.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  if (p === 0.5) return 0;
  if (p >= 1) return Infinity;
  return Math.sqrt(degrees * Math.exp(betaLogit(2 * p - 1, 0.5, degrees / 2)));
}
