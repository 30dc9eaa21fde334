import type { OracleEstimate } from '../simulation/oracle.ts';
import type { OracleCase } from '../theory/cases.ts';

/**
 * How far a simulated value is from its closed form, in standard errors. A case that must be exact
 * has none: within its tolerance for rounding it is off by 0, beyond by infinitely much.
 */
export function standardErrorsOff(
  { exact, design }: Pick<OracleCase, 'exact' | 'design'>,
  { simulated, standardError }: Pick<OracleEstimate, 'simulated' | 'standardError'>,
): number {
  const error = simulated - exact;
  if (design.kind !== 'exact') return error === 0 ? 0 : error / standardError;
  if (Math.abs(error) <= design.tolerance * Math.abs(exact)) return 0;
  return error * Number.POSITIVE_INFINITY;
}
