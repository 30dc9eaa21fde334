/** Quantities as a person reads them: rounded, with their unit, and as words of a sentence. */

const MIB = 2 ** 20;

/** Bytes as the number of MiB, for axes and tooltips [MiB]. */
export function toMiB(bytes: number): number {
  return bytes / MIB;
}

/** `335 MiB`, `12.2 MiB`, `1015 MiB`: never GiB, so that figures compare; Infinity is `none`. */
export function readableBytes(bytes: number): string {
  if (bytes === Number.POSITIVE_INFINITY) return 'none';
  const size = Math.abs(bytes);
  if (size >= MIB) return `${rounded(bytes / MIB)} MiB`;
  if (size >= 1024) return `${rounded(bytes / 1024)} KiB`;
  return `${rounded(bytes)} B`;
}

/** `29.6 s`, `12 ms`, `3.2 h`; Infinity is `none`. */
export function readableDuration(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return 'none';
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${rounded(seconds * 1e6)} us`;
  if (size < 1) return `${rounded(seconds * 1e3)} ms`;
  if (size < 600) return `${rounded(seconds)} s`;
  if (size < 7200) return `${rounded(seconds / 60)} min`;
  return `${rounded(seconds / 3600)} h`;
}

/** Three significant digits, and no digit of a whole number lost: 1015, not 1020. */
function rounded(value: number): number {
  const whole = Math.floor(Math.log10(Math.abs(value) || 1)) + 1;
  return Number(value.toPrecision(Math.max(3, whole)));
}

const ROUNDINGS = {
  nearest: Math.round,
  // The margins forgive the last bits of a share that is round as a percentage.
  up: (value: number) => Math.ceil(value - 1e-6),
  down: (value: number) => Math.floor(value + 1e-6),
};

/**
 * `4.2%`, `99.97%`: two significant digits away from the nearer of 0 and 1, and neither 0% nor 100%
 * unless it is exactly that.
 * @param rounding of a bound: `up` for what something is below, `down` for what it is above.
 */
export function percent(share: number, rounding: keyof typeof ROUNDINGS = 'nearest'): string {
  const away = Math.min(Math.abs(share), Math.abs(1 - share));
  const decimals = away === 0 ? 0 : Math.max(0, -1 - Math.floor(Math.log10(away)));
  const value = ROUNDINGS[rounding](share * 10 ** (decimals + 2)) / 10 ** decimals;
  return `${trim(value.toFixed(decimals))}%`;
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

function trim(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
}
