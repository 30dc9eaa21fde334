/** Fewer values of an axis for a quick look: the first, the last, and evenly between. */
export function thin<T>(values: readonly T[], keep: number): T[] {
  if (values.length <= keep) return [...values];
  if (keep === 1) return [values[0]!];
  const last = values.length - 1;
  return Array.from({ length: keep }, (_, k) => values[Math.round((k * last) / (keep - 1))]!);
}
