import type { Figure } from './figure.ts';

export interface Effort {
  /** Of all random numbers; a whole number. */
  readonly seed: number;
  /** Long runs: narrow intervals. */
  readonly full: boolean;
}

/** Something about the simulator whose truth is known beforehand. */
export interface Check {
  /** Unique; the first word is the family of oracles. */
  readonly id: string;
  /** Takes long: not without being asked for. */
  readonly deep: boolean;
  /** @throws where a run breaks a law of its own */
  run(effort: Effort): readonly Figure[];
}

/** What a check comes back as, plain data that crosses threads. */
export interface Outcome {
  readonly figures: readonly Figure[];
  /** Why there are no figures, or no more of them; null as a rule. */
  readonly breach: string | null;
}

/** A broken law is a finding like any other, and the checks after it are made too. */
export function outcomeOf({ run }: Check, effort: Effort): Outcome {
  try {
    return { figures: run(effort), breach: null };
  } catch (error) {
    return { figures: [], breach: error instanceof Error ? error.message : String(error) };
  }
}
