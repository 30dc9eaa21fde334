/** Fewer points of a series for drawing, without losing an extreme. */

/**
 * Indices to keep, rising: of every stretch the first, the lowest and the highest, and the last of
 * all, so that peaks and kills stay where they are.
 * @param values any series; order is that of time.
 * @param most at most this many indices, at least 4.
 */
export function decimate(values: ArrayLike<number>, most: number): number[] {
  if (values.length <= most) return Array.from(values, (_, index) => index);
  const stretches = Math.floor((most - 1) / 3);
  const kept = new Set<number>([values.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let lowest = from;
    let highest = from;
    for (let index = from; index < to; index++) {
      if (values[index]! < values[lowest]!) lowest = index;
      if (values[index]! > values[highest]!) highest = index;
    }
    kept.add(from).add(lowest).add(highest);
  }
  return [...kept].sort((a, b) => a - b);
}
