/** "Did you mean": the nearest of the known words, if it is near enough to be a slip. */

/** `did you mean "x"?` for the nearest word within two edits (or in another case), else empty. */
export function didYouMean(word: unknown, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? '' : `did you mean "${near}"?`;
}

/** The nearest known word within two edits, letter case ignored first; null where none is. */
export function nearest(word: unknown, known: readonly string[]): string | null {
  if (typeof word !== 'string') return null;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_\s]/g, '');
  const same = known.find((candidate) => plain(candidate) === plain(word));
  if (same !== undefined) return same;
  let best: string | null = null;
  // Two edits turn any short word into any other: allow one per two letters.
  let bound = Math.min(2, Math.floor(word.length / 2)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bound) {
      best = candidate;
      bound = distance;
    }
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + cost);
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, beforeLast[column - 2]! + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
