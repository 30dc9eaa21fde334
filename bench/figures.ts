/** The table of docs/speed.md, written by the command that measures it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomic } from '../src/cli/files.ts';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';
import type { Results } from './results.ts';
import { story } from './story.ts';

const BEGIN = '<!-- figures: written by npm run bench -- --docs -->';
const END = '<!-- end of figures -->';
const DOCUMENT = join(PACKAGE_ROOT, 'docs', 'speed.md');

export function writeFigures(results: Results): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = split(text, BEGIN);
  const [, after] = split(rest, END);
  writeAtomic(DOCUMENT, `${before}${BEGIN}\n\`\`\`\n${story(results)}\`\`\`\n${END}${after}`);
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at < 0) throw new Error(`${DOCUMENT} lacks the line ${mark}`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
