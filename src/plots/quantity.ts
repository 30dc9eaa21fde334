/** Quantities as a person reads them, with their unit. */

const MIB = 2 ** 20;

/** Bytes as the number of MiB, for axes and tooltips [MiB]. */
export function toMiB(bytes: number): number {
  return bytes / MIB;
}

/** `335 MiB`; small amounts keep a decimal. */
export function mib(bytes: number): string {
  const value = bytes / MIB;
  return `${Math.abs(value) < 10 ? trim(value.toFixed(1)) : value.toFixed(0)} MiB`;
}

/** `4.2%`; neither 0% nor 100% unless it is exactly that. */
export function percent(share: number): string {
  if (share === 0) return '0%';
  if (share === 1) return '100%';
  if (share < 0.001) return '<0.1%';
  if (share > 0.999) return '>99.9%';
  const value = share * 100;
  return `${value < 9.95 || value > 99 ? trim(value.toFixed(1)) : value.toFixed(0)}%`;
}

/** `0.25 s`, `12 s`, `140 s`: two digits at least, three at most. */
export function seconds(value: number): string {
  const size = Math.abs(value);
  const digits = size === 0 || size >= 10 ? 0 : size >= 1 ? 1 : size >= 0.01 ? 2 : 4;
  return `${trim(value.toFixed(digits))} s`;
}

/** A list as a sentence has it: `a`, `a and b`, `a, b and c`. */
export function sentenceList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** `1 pod`, `3 pods`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `no run of n` still leaves room for a chance up to this, with 95% confidence: about 3/n. */
export function noneSeenBound(runs: number): number {
  return 1 - 0.05 ** (1 / runs);
}

function trim(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
}
