/**
 * The bytes that sit in each place of a site. Whoever has to look at them can say how much may come
 * in before it matters, and is left alone until then.
 */
import type { ActiveClass } from './flow-classes.ts';
import { type FlowKind, OUTSIDE } from './flow-kind.ts';

export interface LevelsState {
  /** Bytes by site and level. */
  level: Float64Array;
  /** By site: what its levels may still gain before it matters to anybody [B]. */
  room: Float64Array;
}

export class Levels {
  readonly state: LevelsState;
  /** Called when a site's levels have gained as much as `tellAfter` said, or more. */
  onGained: (site: number) => void = () => undefined;
  /** Whether it is called at every change. */
  tellsAll = false;
  readonly #levels: number;

  /** @param levels how many levels each site has */
  constructor(sites: number, levels: number) {
    this.#levels = levels;
    this.state = {
      level: new Float64Array(sites * levels),
      room: new Float64Array(sites).fill(Number.POSITIVE_INFINITY),
    };
  }

  /** Bytes at a level of a site, as it was last brought up to date. */
  at(site: number, level: number): number {
    return this.state.level[site * this.#levels + level]!;
  }

  /** Adds bytes to a level at once. The site must have been touched at this instant. */
  add(site: number, level: number, bytes: number): void {
    this.state.level[site * this.#levels + level]! += bytes;
    if (bytes > 0) this.gained(site, bytes);
  }

  /** Moves at once what a flow of a kind would move. The site must have been touched. */
  transfer(site: number, { gains, loses }: FlowKind, bytes: number): void {
    if (loses !== OUTSIDE) this.add(site, loses, -bytes);
    if (gains !== OUTSIDE) this.add(site, gains, bytes);
  }

  /** Moves so many bytes for each flow of a class; returns what the site's levels gain of it. */
  move(site: number, each: ActiveClass, bytesPerFlow: number): number {
    const { level } = this.state;
    const first = site * this.#levels;
    const bytes = bytesPerFlow * each.count;
    if (each.loses !== OUTSIDE) level[first + each.loses]! -= bytes;
    if (each.gains !== OUTSIDE) level[first + each.gains]! += bytes;
    // Rounding may take a little back.
    const to = bytes < 0 ? each.loses : each.gains;
    return to === OUTSIDE ? 0 : Math.abs(bytes);
  }

  /** A site's levels, which are up to date, have gained so many bytes. */
  gained(site: number, bytes: number): void {
    const room = this.state.room[site]! - bytes;
    this.state.room[site] = room;
    if (room <= 0 || this.tellsAll) this.onGained(site);
  }

  /** What comes into the levels of a site from now on matters from so many bytes on [B]. */
  tellAfter(site: number, bytes: number): void {
    this.state.room[site] = bytes;
  }

  /** It matters so many bytes earlier [B]. */
  tellEarlier(site: number, bytes: number): void {
    this.state.room[site]! -= bytes;
  }

  /** Whether it matters if a site gains so many bytes more [B]. */
  matters(site: number, bytes: number): boolean {
    return bytes >= this.state.room[site]! || this.tellsAll;
  }

  /** Empties the levels of a site where nothing is left but rounding, up to so much a level [B]. */
  emptyDust(site: number, dust: number): void {
    for (let level = 0; level < this.#levels; level++) {
      if (Math.abs(this.at(site, level)) > dust) return;
    }
    this.empty(site);
  }

  /** Empties the levels of a site. */
  empty(site: number): void {
    this.state.level.fill(0, site * this.#levels, (site + 1) * this.#levels);
  }
}
