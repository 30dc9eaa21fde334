/** Scripts that make a page draw its own charts, offline. */
import { readFileSync } from 'node:fs';
import { besideEntry } from './package-root.ts';

/** Texts of vega, vega-lite and vega-embed, in that order. */
export function chartLibraries(): string[] {
  return ['vega', 'vega-lite', 'vega-embed'].map((name) =>
    readFileSync(besideEntry(name, `${name}.min.js`), 'utf8'),
  );
}
