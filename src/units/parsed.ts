/** What a unit parser says about a text: its value in base units, or why not, as a hint. */
export type Parsed = { readonly value: number } | { readonly hint: string };

const NUMBER = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:e([+-]?\d+))?$/;

/** Splits `16MB` into its number and its unit; null where there is no number in front. */
export function splitQuantity(text: string): { number: string; unit: string } | null {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(.*)$/s.exec(text.trim());
  return match ? { number: match[1]!, unit: match[2]! } : null;
}

/**
 * The decimal number times a power of ten, rounded once: 1.1 with exponent 9 is 1100000000
 * exactly, which 1.1 * 1e9 is not.
 */
export function scaleDecimal(number: string, exponent: number): number {
  const match = NUMBER.exec(number);
  if (!match) return Number.NaN;
  return Number(`${match[1]}e${Number(match[2] ?? 0) + exponent}`);
}

/** The text easiest to read: the shortest, but 512MiB before 0.5GiB; the first of equals. */
export function plainest(texts: readonly string[]): string {
  const cost = (text: string) => text.length + (text.startsWith('0.') ? 2 : 0);
  return texts.reduce((best, text) => (cost(text) < cost(best) ? text : best));
}
