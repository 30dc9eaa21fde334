/** What a field's reader is: from what a file says to a value in base units, or the reasons why not. */

/** A fragment of JSON Schema. */
export type Json = { [key: string]: unknown };

/** One thing wrong with a value; `path` leads from the field to the part that is wrong. */
export interface Problem {
  readonly path: readonly (string | number)[];
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** What to do about it; empty where there is nothing to add. */
  readonly hint: string;
}

export type Reading<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

export interface Kind<T> {
  /** Base unit: s, B, B/s, 1/s, cores, count, share, number, flag, text or choice. */
  readonly unit: string;
  /** What is allowed, in words: `a whole number >= 1, or none`. */
  readonly range: string;
  /** Whether the field takes a law, so that paths may lead into it. */
  readonly law: boolean;
  /** What a file may say here, without the wrapper of a source. */
  readonly json: Json;
  read(raw: unknown): Reading<T>;
  /** The resolved value as a model file would say it. */
  format(value: T): string;
}

/** A refusal of the whole value. */
export function refuse(expected: string, hint = ''): { problems: readonly Problem[] } {
  return { problems: [{ path: [], expected, hint }] };
}
