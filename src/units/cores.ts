/** CPU quantities in the way of Kubernetes: `500m` or 0.5; base unit [cores]. */
import { type Parsed, plainest, scaleDecimal, splitQuantity } from './parsed.ts';

/** `500m` -> 0.5. A bare number is whole cores here, as in a pod's manifest. */
export function parseCores(text: string): Parsed {
  const split = splitQuantity(text);
  if (!split) return { hint: 'write cores as 0.5 or 500m' };
  if (split.unit === '') return { value: Number(split.number) };
  if (split.unit === 'm') return { value: scaleDecimal(split.number, -3) };
  return { hint: `unknown unit "${split.unit}"; write cores as 0.5 or 500m` };
}

/** The plainest text that `parseCores` reads back as exactly this; Infinity is `none`. */
export function formatCores(cores: number): string {
  if (cores === Number.POSITIVE_INFINITY) return 'none';
  const milli = `${cores * 1000}m`;
  const parsed = parseCores(milli);
  const exact = 'value' in parsed && parsed.value === cores;
  return plainest(exact ? [`${cores}`, milli] : [`${cores}`]);
}
