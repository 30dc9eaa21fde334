/**
 * The lower triangle L of a symmetric positive definite matrix A = L L'; null where A is not
 * positive definite to working precision.
 */
export function cholesky(a: readonly (readonly number[])[]): number[][] | null {
  const lower = a.map(() => new Array<number>(a.length).fill(0));
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i]![j]!;
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!;
      if (i !== j) lower[i]![j] = rest / lower[j]![j]!;
      else if (rest > a[i]![i]! * 1e-13) lower[i]![i] = Math.sqrt(rest);
      else return null;
    }
  }
  return lower;
}

/** The x with L L' x = b. */
export function choleskySolve(
  lower: readonly (readonly number[])[],
  b: readonly number[],
): number[] {
  const x = [...b];
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** The inverse of A = L L'. */
export function choleskyInverse(lower: readonly (readonly number[])[]): number[][] {
  return lower.map((_, i) =>
    choleskySolve(
      lower,
      lower.map((_, j) => (i === j ? 1 : 0)),
    ),
  );
}
