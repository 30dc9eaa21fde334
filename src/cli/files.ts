/** Files, whole or not at all. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from './errors.ts';

/** Writes beside the target and renames, so that a reader never sees half a file. */
export function writeAtomic(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path));
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those above it; returns the topmost it made. Level by level, because Node's
 * recursive mkdir never returns where the kernel refuses with ENOENT, as it does under /proc.
 */
function makeFolder(folder: string): string | undefined {
  if (existsSync(folder) && statSync(folder).isDirectory()) return undefined;
  const above = dirname(folder);
  const made = above === folder ? undefined : makeFolder(above);
  mkdirSync(folder);
  return made ?? folder;
}

/** Reads a text the user named; a missing file is the user's mistake. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError([`${path}: ${reason(error)}`]);
  }
}

/** The same for files another file names; null where there is none. */
export function readIfThere(path: string): string | null {
  return existsSync(path) ? readText(path) : null;
}

/**
 * Refuses a folder that cannot be written to before anything is simulated, and leaves no trace:
 * folders made to find out are taken away again.
 */
export function checkWritable(folder: string, option = `--out ${folder}`): void {
  let made: string | undefined;
  try {
    made = makeFolder(folder);
    rmSync(mkdtempSync(join(folder, '.probe-')), { recursive: true });
  } catch (error) {
    throw new UserError([`${option}: cannot write there: ${reason(error)}`]);
  } finally {
    if (made !== undefined) removeEmpty(folder, made);
  }
}

/** The same for one file; an existing one may be replaced. @param option that names it. */
export function checkWritableFile(path: string, option: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new UserError([`${option} ${path}: is a folder, not a file`]);
  }
  checkWritable(dirname(path), `${option} ${path}`);
}

/** Names of the files in `folder` that end in `suffix`, without it, sorted; none if no folder. */
export function namesIn(folder: string, suffix: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith(suffix))
      .map((file) => file.slice(0, -suffix.length))
      .sort();
  } catch {
    return [];
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function removeEmpty(folder: string, topmost: string): void {
  rmdirSync(folder);
  if (folder !== topmost) removeEmpty(dirname(folder), topmost);
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const words: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'is a folder, not a file',
    EACCES: 'permission denied',
    EPERM: 'operation not permitted',
    ENOTDIR: 'part of the path is a file, not a folder',
    EEXIST: 'is a file, not a folder',
    EROFS: 'read-only file system',
    ENOSPC: 'no space left',
  };
  return (code && words[code]) || (error instanceof Error ? error.message : String(error));
}
