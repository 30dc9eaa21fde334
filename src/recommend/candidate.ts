/** What is said of one setting: its figures, how it stands to each bound, why it was dropped. */
import type { Cell } from '../sweep/row.ts';

export interface Candidate {
  /** As `maxconn=40 queue=30s memoryLimit=512Mi`: unique. */
  readonly id: string;
  /** By path of the knob, in base units. */
  readonly values: Readonly<Record<string, Cell>>;
  /** By path of the knob, as a values file would say it. */
  readonly labels: Readonly<Record<string, string>>;
  /** Memory limit x pods [B]. */
  readonly cost: number;
  /** Over all required scenarios: fails where one bound fails, holds where all hold. */
  readonly verdict: BoundVerdict;
  /** Why it is not the one recommended; null for the one that is. */
  readonly dropped: Dropped | null;
  readonly judged: readonly Judged[];
  /** Of the scenarios that were run: in the order of the policy. */
  readonly figures: readonly CandidateFigures[];
  /** What no run of the model can exceed, by required scenario; of chosen and present alone. */
  readonly deterministicBound: readonly {
    readonly scenario: string;
    /** [B]; null where there is none. */
    readonly bytes: number | null;
    /** Memory limit there: a scenario may set one of its own [B]. */
    readonly limit: number;
    readonly note: string;
  }[];
}

export type Dropped =
  /** A bound that it breaks under a required scenario. */
  | { readonly reason: 'bound'; readonly scenario: string; readonly bound: string }
  /** It costs more than the one recommended; it need not have been run. */
  | { readonly reason: 'dearer' }
  /** As cheap, and slower by so much [s]. */
  | { readonly reason: 'slower'; readonly by: Figure }
  /** As cheap and not slower by more than the indifference: another is nearer to the present. */
  | { readonly reason: 'tie' }
  /** The runs did not tell whether it meets the bounds. */
  | { readonly reason: 'undecided' };

export type BoundVerdict = 'holds' | 'fails' | 'open';

/** One bound of one candidate under one scenario. */
export interface Judged {
  readonly scenario: string;
  /** Text of the bound. */
  readonly bound: string;
  readonly verdict: BoundVerdict;
  /** Runs after which it was decided. */
  readonly runs: number;
}

/** What runs say of one candidate under one scenario. */
export interface CandidateFigures {
  /** Name of the scenario. */
  readonly scenario: string;
  /** Given the model: share of runs with a kill; null where none was made. */
  readonly oomGivenModel: Figure | null;
  /** Fitted numbers and the error of the model drawn as well; null where the model has no fit. */
  readonly oomWithModelError: Figure | null;
  /** Of the operations of a run those answered ok within 60 s, mean over runs. */
  readonly servedWithin60s: Figure;
  /** Of the attempts of a run those answered 503, mean over runs. */
  readonly answered503: Figure;
  /** Mean time to the answer, a failed operation counted as 60 s [s]. */
  readonly time: Figure;
  /** Of the given-model runs with the real limit [s]; null where not run, or lost to failures. */
  readonly latencyP50: number | null;
  readonly latencyP99: number | null;
  /** Quantiles over runs of the highest memory of any pod, without a limit [B]. */
  readonly peakP50: number;
  readonly peakP99: number;
}

/** An estimate with its 95% interval, both ends included. */
export interface Figure {
  /**
   * A count of runs, of all of them; a mean over runs of what is not yes or no in each; or certain,
   * chance having no part in it.
   */
  readonly kind: 'count' | 'mean' | 'certain';
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}
