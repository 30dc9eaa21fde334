/** Finished design points of an interrupted run, found again by what they were computed from. */
import { createHash } from 'node:crypto';

/** Where finished points are kept; the command line keeps them in files. */
export interface PointStore {
  get(key: string): string | null;
  put(key: string, text: string): void;
}

/**
 * A name for a result: everything that can change it, the program included. Infinity, which JSON
 * has no word for, must not look like null.
 */
export function contentKey(ingredients: unknown): string {
  return createHash('sha256').update(textOf(ingredients)).digest('hex');
}

/** Results share most of what they are made from: frozen parts of models, seeds, draws. */
const texts = new WeakMap<object, string>();

function textOf(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `number ${value}`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value)
    ? `[${value.map(textOf).join()}]`
    : `{${Object.entries(value)
        .map(([key, each]) => `${JSON.stringify(key)}:${textOf(each)}`)
        .join()}}`;
  texts.set(value, text);
  return text;
}
