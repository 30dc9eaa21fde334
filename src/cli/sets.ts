/** `--set PATH=VALUE`, as often as one likes. */
import { type Override, parseSet } from '../config/override.ts';
import { formatIssue } from '../schema/issue.ts';

/** The overrides; a line for each that is none is added to `complaints`. */
export function readSets(sets: readonly string[], complaints: string[]): Override[] {
  return sets.flatMap((text) => {
    const parsed = parseSet(text);
    if ('override' in parsed) return parsed.override;
    complaints.push(formatIssue(parsed.issue));
    return [];
  });
}
