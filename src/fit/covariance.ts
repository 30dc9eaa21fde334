import { cholesky, choleskyInverse } from '../stats/cholesky.ts';

/**
 * (J' J)^-1 over the coordinates that are free, whose residuals have unit variance; zero in the
 * rows and columns of the others, and infinite where the residuals do not tell coordinates apart.
 */
export function covarianceOf(
  jacobian: readonly (readonly number[])[],
  isFree: readonly boolean[],
): number[][] {
  const free = isFree.flatMap((each, i) => (each ? [i] : []));
  const normal = free.map((i) =>
    free.map((j) => jacobian.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
  const lower = cholesky(normal);
  const inverse = lower === null ? null : choleskyInverse(lower);
  return isFree.map((_, i) =>
    isFree.map((__, j) => {
      const [a, b] = [free.indexOf(i), free.indexOf(j)];
      if (a < 0 || b < 0) return 0;
      return inverse === null ? Number.POSITIVE_INFINITY : inverse[a]![b]!;
    }),
  );
}
