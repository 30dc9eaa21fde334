/** Finished points as files, named by their content; gone once their experiment is complete. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PointStore } from '../sweep/point-store.ts';
import { writeAtomic } from './files.ts';

interface PartialStore extends PointStore {
  /** Forgets all points. */
  clear(): void;
}

export function partialStore(folder: string): PartialStore {
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    get: (key) => {
      try {
        return readFileSync(fileOf(key), 'utf8');
      } catch {
        return null;
      }
    },
    put: (key, text) => writeAtomic(fileOf(key), text),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
