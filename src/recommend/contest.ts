/**
 * Ranking and selection: the cheapest setting that meets every bound, and among equally cheap ones
 * the fastest. Cost is known, feasibility and time are not: settings are tested in the order of
 * their cost, so that a dearer one is only run where all that are cheaper have failed.
 *
 * What is guaranteed has the form of the feasibility check of Andradottir and Kim, "Fully
 * sequential procedures for comparing constrained systems via simulation", Naval Research Logistics
 * 57 (2010) 403-421: a setting that breaks a bound is unacceptable, one that has room is desirable,
 * and either answer is right in between. Its error is spent thus:
 * - accepting an unacceptable one: each column of settings that differ in their memory limit alone
 *   errs at most as often as the largest unacceptable limit in it, for no run is killed by a limit
 *   and not by a lower one; and a setting is only accepted where all of its tests are, so one test
 *   is all that counts. The error is divided among the columns (Bonferroni).
 * - rejecting the cheapest desirable one: divided among the tests of that one.
 * - a wrong duel on time: divided among the duels of a group of equal cost.
 */
import { Duel } from '../stats/duel.ts';
import type { BoundVerdict } from './candidate.ts';
import { Feasibility, type TestedBound } from './feasibility.ts';
import type { TrialStream } from './trials.ts';

export interface Entrant {
  readonly id: string;
  /** Settings of one column share their runs: they differ in the memory limit alone. */
  readonly column: number;
  /** Memory limit by required scenario, which may set one of its own [B]. */
  readonly limits: readonly number[];
}

export interface ContestOptions {
  /** Groups by what is minimised first, the best first; in each the preferred first. */
  readonly groups: readonly (readonly Entrant[])[];
  readonly bounds: readonly TestedBound[];
  /** The runs of a column under each required scenario. */
  readonly streamsOf: (column: number) => readonly TrialStream[];
  readonly level: number;
  /** See ShareTest. */
  readonly room: number;
  /** What a change must gain in mean time [s]. */
  readonly worth: number;
  /** Runs made so far. */
  readonly spent: () => number;
  readonly budget: number;
}

export type Fate =
  | { readonly kind: 'chosen' }
  | { readonly kind: 'fails' }
  | { readonly kind: 'open' }
  /** Lost a duel against this one. */
  | { readonly kind: 'slower'; readonly than: string }
  /** Never looked at: a group before had an answer. */
  | { readonly kind: 'later' };

export interface ContestResult {
  readonly chosen: string | null;
  readonly fates: ReadonlyMap<string, Fate>;
  readonly judges: Judges;
}

export interface ErrorShares {
  readonly accept: { readonly total: number; readonly each: number; readonly among: number };
  readonly reject: { readonly total: number; readonly each: number; readonly among: number };
  readonly duels: { readonly total: number; readonly each: number; readonly among: number };
}

/** Runs of the first look, and pairs from which a duel takes its variance. */
export const FIRST = 20;
const GROWTH = 1.5;

/** How the error of the procedure is spent. */
export function errorShares(
  { groups, level, bounds }: Pick<ContestOptions, 'groups' | 'level' | 'bounds'>,
  scenarios: number,
): ErrorShares {
  const columns = new Set(groups.flat().map(({ column }) => column)).size;
  const duels = Math.max(0, ...groups.map((group) => group.length - 1));
  const part = (1 - level) / (duels > 0 ? 3 : 2);
  const share = (total: number, among: number) => ({ total, among, each: total / among });
  return {
    accept: share(part, columns),
    reject: share(part, scenarios * bounds.length),
    duels: duels > 0 ? share(part, duels) : { total: 0, among: 0, each: 0 },
  };
}

export async function contest(options: ContestOptions): Promise<ContestResult> {
  const judges = new Judges(options);
  const fates = new Map<string, Fate>();
  let chosen: string | null = null;
  for (const group of options.groups) {
    if (chosen !== null) {
      for (const { id } of group) fates.set(id, { kind: 'later' });
      continue;
    }
    await judges.firstLook(group);
    chosen = await bestOf(group, judges, fates);
  }
  if (chosen !== null) fates.set(chosen, { kind: 'chosen' });
  return { chosen, fates, judges };
}

/** A champion defends its place against each that is still to be tried. */
async function bestOf(
  group: readonly Entrant[],
  judges: Judges,
  fates: Map<string, Fate>,
): Promise<string | null> {
  let champion: Entrant | null = null;
  for (const entrant of group) {
    // What has failed at first sight needs no duel, and who would not win none of its bounds.
    if (judges.verdictOf(entrant) !== 'fails' && champion !== null) {
      const winner = await judges.duel(entrant, champion);
      if (winner !== 'challenger') {
        const than = champion.id;
        fates.set(entrant.id, winner === null ? { kind: 'open' } : { kind: 'slower', than });
        continue;
      }
    }
    const verdict = await judges.decide(entrant);
    if (verdict !== 'holds') {
      fates.set(entrant.id, { kind: verdict });
      continue;
    }
    if (champion !== null) fates.set(champion.id, { kind: 'slower', than: entrant.id });
    champion = entrant;
  }
  return champion?.id ?? null;
}

/** The tests of all settings, and the duels between two. */
export class Judges {
  readonly all = new Map<string, Feasibility>();
  readonly #options: ContestOptions;
  readonly #errors: ErrorShares;

  constructor(options: ContestOptions) {
    this.#options = options;
    const first = options.groups[0]?.[0];
    const scenarios = first === undefined ? 1 : options.streamsOf(first.column).length;
    this.#errors = errorShares(options, scenarios);
  }

  /** The same few runs for all of a group at once: most fall there. */
  async firstLook(group: readonly Entrant[]): Promise<void> {
    const streams = new Set(group.flatMap((one) => this.#feasibility(one).streams));
    await this.#extend([...streams], FIRST);
  }

  /** What the runs that are there say. */
  verdictOf(entrant: Entrant): BoundVerdict {
    const one = this.#feasibility(entrant);
    one.absorb();
    return one.verdict;
  }

  /** Runs until it is decided; `open` where the budget ends first. */
  async decide(entrant: Entrant): Promise<BoundVerdict> {
    const one = this.#feasibility(entrant);
    for (;;) {
      one.absorb();
      if (one.verdict !== 'open') return one.verdict;
      const streams = one.unfinished;
      const had = Math.min(...streams.map(({ trials }) => trials.length));
      if (!(await this.#extend(streams, grown(had)))) return 'open';
    }
  }

  /** null where the budget ends first. */
  async duel(challenger: Entrant, champion: Entrant): Promise<'challenger' | 'champion' | null> {
    const { worth } = this.#options;
    const duel = new Duel({ worth, error: this.#errors.duels.each, first: FIRST });
    const both = [challenger, champion].map((one) => this.#feasibility(one).streams);
    for (let seen = 0; ; ) {
      const [a, b] = [this.times(challenger.id), this.times(champion.id)];
      const pairs = Math.min(a.length, b.length);
      for (; seen < pairs && duel.winner === null; seen++) duel.add(a[seen]! - b[seen]!);
      if (duel.winner !== null) return duel.winner;
      if (both.flat().every(({ trials }) => trials[0]?.isSure)) {
        return a[0]! - b[0]! < -worth / 2 ? 'challenger' : 'champion';
      }
      if (!(await this.#extend(both.flat(), grown(pairs)))) return null;
    }
  }

  /**
   * By run of one that was looked at, the mean time over the required scenarios, as long as no pod
   * is killed [s].
   */
  times(id: string): number[] {
    const { streams } = this.all.get(id)!;
    const random = streams.filter(({ trials }) => !trials[0]?.isSure);
    const runs = Math.min(...(random.length > 0 ? random : streams).map((s) => s.trials.length));
    return Array.from({ length: runs }, (_, run) => {
      const times = streams.map(({ trials }) => (trials[run] ?? trials[0]!).time);
      return times.reduce((sum, each) => sum + each, 0) / times.length;
    });
  }

  #feasibility(entrant: Entrant): Feasibility {
    const { streamsOf, bounds, room } = this.#options;
    let one = this.all.get(entrant.id);
    if (one === undefined) {
      const { accept, reject } = this.#errors;
      const errors = { room, accept: accept.each, reject: reject.each };
      one = new Feasibility(streamsOf(entrant.column), entrant.limits, bounds, errors);
      this.all.set(entrant.id, one);
    }
    return one;
  }

  /** As far as the budget reaches, all of them alike; false where it reaches for no run more. */
  async #extend(streams: readonly TrialStream[], count: number): Promise<boolean> {
    const { spent, budget } = this.#options;
    const open = [...new Set(streams)].filter(({ trials }) => !trials[0]?.isSure);
    const had = open.map(({ trials }) => trials.length);
    const reached = reachOf(had, count, Math.max(0, budget - spent()));
    if (had.every((length) => length >= reached)) return had.every((length) => length >= count);
    await Promise.all(open.map((stream) => stream.extend(reached)));
    return true;
  }
}

/** The longest that all become, `count` at most, where `left` runs may be made. */
function reachOf(had: readonly number[], count: number, left: number): number {
  const costOf = (length: number) => had.reduce((sum, each) => sum + Math.max(0, length - each), 0);
  let reached = count;
  while (reached > 0 && costOf(reached) > left) {
    // Too much by so many runs; each step back spares one of each that it would extend.
    const extended = had.filter((each) => each < reached).length;
    reached -= Math.ceil((costOf(reached) - left) / extended);
  }
  return reached;
}

function grown(had: number): number {
  return had < FIRST ? FIRST : Math.ceil((GROWTH * had) / FIRST) * FIRST;
}
