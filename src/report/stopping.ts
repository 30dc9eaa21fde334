/** How many runs the points of a grid had, and what ended them. */
import { numberIn } from '../plots/slice.ts';
import type { GridResult } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { percent } from '../units/readable.ts';

/** `100 runs each`, or `20 to 400 runs each`. */
export function runsEach({ replications }: GridResult, rows: readonly Row[]): string {
  const runs = rows.flatMap((row) => numberIn(row, 'replications') ?? []);
  const [fewest, most] = [Math.min(...runs, replications), Math.max(...runs, replications)];
  return fewest === most ? `${fewest} runs each` : `${fewest} to ${most} runs each`;
}

/** One sentence on a grid whose points stop by themselves; null for any other. */
export function stoppingInWords(grid: GridResult, rows: readonly Row[]): string | null {
  const { name, precision } = grid;
  if (precision === undefined || rows.length === 0) return null;
  const stopped = (on: string) => rows.filter((row) => row.stopped_on === on).length;
  const total = rows.reduce((sum, row) => sum + (numberIn(row, 'replications') ?? 0), 0);
  const asked = `half its 95% interval is at most ${percent(precision.relative)} of P(OOM) or ${percent(precision.absolute)}`;
  const parts = [
    [stopped('precise'), 'so narrow'],
    [stopped('budget'), `at the budget of ${precision.budget} runs`],
    [stopped('deterministic'), 'at once, being deterministic'],
  ] as const;
  const said = parts.filter(([points]) => points > 0).map(([points, how]) => `${points} ${how}`);
  return `Grid ${name}: each point ran until ${asked}, whichever is more. Of ${rows.length} points stopped ${said.join(', ')}; ${runsEach(grid, rows)}, ${total} in all.`;
}
