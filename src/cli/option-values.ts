/** What the values of options mean; commander tells a mistake as it tells its own. */
import { InvalidArgumentError } from 'commander';

/** Anything but blanks. */
export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Expected some text.');
  return text;
}

/** `95%` or `0.95` -> 0.95. */
export function levelOf(text: string): number {
  const value = shareOf(text);
  if (value >= 0.5 && value <= 0.9999) return value;
  throw new InvalidArgumentError('Expected a confidence from 50% to 99.99%, such as 95%.');
}

/** `10%` or `0.1` -> 0.1. */
export function precisionOf(text: string): number {
  const value = shareOf(text);
  if (value >= 0.001 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a share from 0.1% to 100%, such as 10%.');
}

/** `20000000` or `2e7`. */
export function eventsOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1e15) return value;
  throw new InvalidArgumentError('Expected a whole number of events, such as 2e7.');
}

/** A whole number from 1 up. */
export function wholeNumberTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
  };
}

/** A repeatable option keeps all its values. */
export function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

function shareOf(text: string): number {
  const percentage = /^([\d.]+)%$/.exec(text);
  return percentage === null ? Number(text) : Number(percentage[1]) / 100;
}
