import type { Path } from './path.ts';

/** Plain data with what stands at `path` changed; all that lies beside the way is shared. */
export function changedAt(
  data: unknown,
  [step, ...rest]: Path,
  change: (value: unknown) => unknown,
): unknown {
  if (step === undefined) return change(data);
  const inner = data as Readonly<Record<string | number, unknown>>;
  const copy = Array.isArray(inner) ? [...inner] : { ...inner };
  return Object.assign(copy, { [step]: changedAt(inner[step], rest, change) });
}
