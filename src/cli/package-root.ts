/** Where the package lies, whether this runs from src/cli or bundled from dist. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of package.json; shipped models and experiments lie below it. */
export const PACKAGE_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

export const VERSION: string = JSON.parse(
  readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'),
).version;

const DIST = join(PACKAGE_ROOT, 'dist');

/** What the threads of the pool run. */
export const WORKER_URL = pathToFileURL(join(DIST, 'task.js')).href;

/** Names the program that is running: a change in any of its files is another name. */
export function engineHash(): string {
  return readFileSync(join(DIST, 'engine.txt'), 'utf8');
}

/** A file in the folder of an installed package's entry. */
export function besideEntry(packageName: string, file: string): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve(packageName)), file);
}

/** The fonts the charts are drawn with. */
export function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans-Oblique.ttf'].map((file) =>
    join(folder, file),
  );
}

function findRoot(from: string): string {
  const isRoot = existsSync(join(from, 'package.json'));
  return isRoot || dirname(from) === from ? from : findRoot(dirname(from));
}
