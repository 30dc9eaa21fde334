/** Runs of all, some at a time, and what they answer, in order. */
export async function inBlocks<T, Result>(
  all: readonly T[],
  size: number,
  run: (some: readonly T[]) => Promise<Result>,
): Promise<Result[]> {
  const starts = all.map((_, index) => index).filter((index) => index % size === 0);
  return Promise.all(starts.map((start) => run(all.slice(start, start + size))));
}

/**
 * Runs of one task: fixed, so that nothing depends on the number of threads; few, so that threads
 * do not idle while one of them finishes the last point.
 */
export const BLOCK_SIZE = 10;
