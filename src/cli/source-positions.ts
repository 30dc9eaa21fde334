/** Where a stack trace of the bundle comes from: read after a failure, so that no start waits for it. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The trace with every position in a file that has a map beside it as one in its source. */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  return stack.replaceAll(
    /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g,
    (position, url: string, line: string, column: string) => {
      const file = fileURLToPath(url);
      const map = maps.get(file) ?? mapOf(file);
      maps.set(file, map);
      const entry = map?.findEntry(Number(line) - 1, Number(column) - 1);
      if (!entry || !('originalSource' in entry)) return position;
      const { originalSource, originalLine, originalColumn } = entry;
      const source = join(dirname(file), originalSource);
      return `${source}:${originalLine + 1}:${originalColumn + 1}`;
    },
  );
}

function mapOf(file: string): SourceMap | null {
  const beside = `${file}.map`;
  return existsSync(beside) ? new SourceMap(JSON.parse(readFileSync(beside, 'utf8'))) : null;
}
