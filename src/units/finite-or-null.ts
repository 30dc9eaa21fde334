/** JSON and CSV know no infinity: `none`, a quantile among failures and what is undefined are null. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
