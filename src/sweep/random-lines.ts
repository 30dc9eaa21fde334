/** What is random, as the report tells it. */
import type { Override } from '../config/override.ts';
import type { SourceLine } from '../config/sources.ts';
import type { RandomLine } from './results.ts';

export function randomLines(
  random: readonly Override[],
  sources: readonly SourceLine[],
): readonly RandomLine[] {
  return random.map(({ path }) => {
    const line = sources.find((candidate) => candidate.path === path);
    return { path, text: line?.value ?? '', source: line?.source ?? null };
  });
}
