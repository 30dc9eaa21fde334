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
  const text = JSON.stringify(ingredients, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
