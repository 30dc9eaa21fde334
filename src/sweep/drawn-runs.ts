/**
 * The runs behind the second figure: some under each draw, and beside them partners of the same seeds
 * with the numbers as they were fitted. Most partners are there already: a replication without a kill
 * is the run without a limit.
 */
import type { Model } from '../config/config.ts';
import { PeakTail } from '../stats/peak-tail.ts';
import type { DrawnRuns } from '../stats/two-figures.ts';
import { BLOCK_SIZE, inBlocks } from './in-blocks.ts';
import type { Replication } from './replication.ts';
import type { Unknowns } from './second-figure.ts';
import type { Execute } from './task.ts';

/** How runs are made, and who is told of them. */
export interface Runs {
  readonly execute: Execute;
  /** Is told of runs beyond those of the first look. */
  readonly onExpect: (runs: number) => void;
  /** Is told whenever runs are done; `reused` if an earlier run had made them. */
  readonly onProgress: (runs: number, reused: boolean) => void;
}

/** By draw, the highest memory of each run by the horizon [B]. */
export async function drawnPeaks(
  model: Model,
  draws: Unknowns['draws'],
  options: Pick<Runs, 'execute' | 'onProgress'>,
): Promise<readonly (readonly number[])[]> {
  const size = Math.max(1, Math.floor(BLOCK_SIZE / (draws[0]?.seeds.length ?? 1)));
  const blocks = await inBlocks(draws, size, async (some) => {
    const peaks = await options.execute({ kind: 'peaks', model, draws: some });
    options.onProgress(peaks.flat().length, false);
    return peaks;
  });
  return blocks.flat();
}

/** Partners that are not there already: of half the drawn runs, but of so many at least ... */
const FEWEST_AGAIN = 10;
/** ... and so many killed ones, to know how far they would have gone. */
const FEWEST_BEYOND = 5;

/**
 * Peaks with the numbers as they were fitted and without a limit [B], by seed.
 *
 * @param replications of the first of `seeds`, some of them cut short by a kill
 */
export async function fittedPeaks(
  model: Model,
  { draws }: Pick<Unknowns, 'draws'>,
  { seeds, replications }: { seeds: readonly string[]; replications: readonly Replication[] },
  options: Runs,
): Promise<ReadonlyMap<string, number>> {
  const peaks = new Map<string, number>();
  const killed: string[] = [];
  for (const [index, run] of replications.entries()) {
    if (isWhole(run)) peaks.set(seeds[index]!, run.peakByHorizonBytes);
    else killed.push(seeds[index]!);
  }
  const drawn = draws.flatMap((each) => each.seeds);
  const most = Math.max(FEWEST_AGAIN, Math.ceil(drawn.length / 2));
  const partners = drawn.filter((seed) => !peaks.has(seed)).slice(0, most);
  const beyond = killed.filter((seed) => partners.includes(seed)).length;
  const others = killed.filter((seed) => !partners.includes(seed));
  const again = [...partners, ...others.slice(0, Math.max(0, FEWEST_BEYOND - beyond))];
  if (again.length > 0) options.onExpect(again.length);
  const asFitted = again.map((seed) => ({ draw: {}, seeds: [seed] }));
  const found = await drawnPeaks(model, asFitted, options);
  for (const [index, seed] of again.entries()) peaks.set(seed, found[index]![0]!);
  return peaks;
}

/** The drawn runs with their partners, as far as these are known. */
export function paired(
  { draws }: Pick<Unknowns, 'draws'>,
  drawn: readonly (readonly number[])[],
  fitted: ReadonlyMap<string, number>,
): DrawnRuns[] {
  return draws.map(({ seeds }, index) => ({
    drawn: drawn[index]!,
    fitted: seeds.map((seed) => fitted.get(seed) ?? null),
  }));
}

/**
 * The tail of the peaks of replications under their own limit.
 *
 * @param limit [B]
 */
export function tailUnder(
  limit: number,
  { seeds, replications }: { seeds: readonly string[]; replications: readonly Replication[] },
  fitted: ReadonlyMap<string, number>,
): PeakTail {
  const own = new Set(seeds.slice(0, replications.length));
  // Partners of seeds that no replication had are runs like any other.
  const more = [...fitted].flatMap(([seed, peak]) => (own.has(seed) ? [] : [peak]));
  const whole = replications.filter(isWhole).map((run) => run.peakByHorizonBytes);
  const beyond = replications.flatMap((run, index) =>
    isWhole(run) ? [] : (fitted.get(seeds[index]!) ?? []),
  );
  const cut = replications.length - whole.length;
  return new PeakTail([...whole, ...more], { cut, limit, beyond });
}

/** Nothing was killed by the horizon, so that until then a limit played no part. */
function isWhole({ killCount }: Replication): boolean {
  return killCount === 0;
}
