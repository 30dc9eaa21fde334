/**
 * All that a recommendation says: plain data in base units (s, B, shares), so that the page, the
 * patch of values and the charts are made from it and from nothing else. It survives JSON: what is
 * `none` or undefined is null.
 */
import type { SourceLine } from '../config/sources.ts';
import type { Incident, RandomLine } from '../sweep/results.ts';
import type { Candidate } from './candidate.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { Influence, Neighbour, Remedy, Stress } from './what-if.ts';

export interface Recommendation {
  readonly policy: PolicyFacts;
  readonly model: {
    readonly name: string;
    readonly description: string;
    /** Path of the file as the policy names it. */
    readonly file: string;
  };
  /** What it was made by and from. */
  readonly made: {
    readonly version: string;
    /** Hash of the program that ran. */
    readonly engine: string;
    readonly inputs: readonly { readonly file: string; readonly sha256: string }[];
    /** What to type to get the same bytes again. */
    readonly command: string;
  };
  readonly quick: boolean;
  /**
   * `recommended`: `chosen` meets every bound; `none_safe`: every candidate was shown not
   * to have room under one, be it broken or too near;
   * `undecided`: the budget of runs ended before the answer was known.
   */
  readonly verdict: 'recommended' | 'none_safe' | 'undecided';
  /** Id of the candidate that is recommended; null unless the verdict is `recommended`. */
  readonly chosen: string | null;
  /** Id of the candidate that is the present setting: always among the candidates. */
  readonly present: string;
  /** By cost, then in the order of the policy. */
  readonly candidates: readonly Candidate[];
  readonly procedure: Procedure;
  /** Changes beyond the knobs, simulated: what they do to the chosen setting (else the present). */
  readonly remedies: readonly Remedy[];
  /** What becomes of the chosen and of the present setting in worse circumstances. */
  readonly stresses: readonly Stress[];
  /** What moves P(OOM) of the chosen setting (else of the present one), one factor at a time. */
  readonly influences: readonly Influence[];
  /** One knob at a time a step down and up from the chosen setting (else from the present one). */
  readonly neighbours: readonly Neighbour[];
  readonly calibration: Calibration;
  readonly sources: readonly SourceLine[];
  /** What is drawn at random in each run. */
  readonly random: readonly RandomLine[];
  /** The report of the incident that the model is about, with its claims; null without one. */
  readonly incident: Pick<Incident, 'source' | 'rig' | 'claims'> | null;
  /** What else was thought of and why it was not taken; from the policy. */
  readonly alternatives: readonly { readonly name: string; readonly why: string }[];
  /** When the recommendation stops being valid; from the policy and from the influences that flip it. */
  readonly invalidWhen: readonly string[];
  readonly open: readonly OpenQuestion[];
}

/** How the choice was made, and what is guaranteed. */
export interface Procedure {
  /** Runs that were simulated to choose, and for all that is shown beside. */
  readonly runs: { readonly selection: number; readonly evidence: number };
  /** Runs of a grid that gives each candidate as many as the longest of them needed. */
  readonly gridRuns: number;
  /** Candidates, and settings that had to be simulated: a memory limit is decided from peaks. */
  readonly candidates: number;
  readonly simulated: number;
  /** Stated probability of correct selection; null where the answer is certain or undecided. */
  readonly correctSelection: number | null;
  /** What is guaranteed with it, one sentence each. */
  readonly guarantees: readonly string[];
  /** How the rest is spent, in order. */
  readonly errorSpent: readonly { readonly on: string; readonly share: number }[];
  /** Publications the procedure is from. */
  readonly references: readonly string[];
}

/** What the second figure of P(OOM) rests on. */
export interface Calibration {
  /** Standard deviation of log(predicted / measured) of the peak memory; null without a fit. */
  readonly sigma: number | null;
  /** Fitted numbers that are drawn. */
  readonly numbers: number;
  /** Why there is no second figure, or what it was drawn from. */
  readonly note: string;
  /** The least P(OOM) the calibration supports for the chosen setting, by required scenario. */
  readonly floors: readonly { readonly scenario: string; readonly floor: number }[];
}

export interface OpenQuestion {
  readonly question: string;
  /** The measurement that would settle it. */
  readonly settledBy: string;
  /** What would change in the recommendation. */
  readonly changes: string;
}
