/** What is said of the chosen setting, else of the present one, with one thing changed. */
import type { Cell } from '../sweep/row.ts';
import type { BoundVerdict, CandidateFigures, Figure, Judged } from './candidate.ts';

export interface Remedy {
  readonly name: string;
  readonly set: readonly string[];
  /** Why one would, or would not. */
  readonly note: string;
  /** Of the base setting with the remedy, under each required scenario. */
  readonly base: string;
  readonly verdict: BoundVerdict;
  readonly figures: readonly CandidateFigures[];
  readonly judged: readonly Judged[];
  /** Of the scenario that leaves it the least room [B]; null where there is none. */
  readonly deterministicBound: { readonly bytes: number | null; readonly note: string };
  /** Memory limit there, with the remedy [B]. */
  readonly limit: number;
  /**
   * Whether the bound shows, without any chance, that no pod can be killed: of the model as it
   * stands, the error of the model and of fitted numbers left out.
   */
  readonly isProof: boolean;
}

export interface Stress {
  readonly name: string;
  readonly set: readonly string[];
  /** `haproxy-replicas`, `restart-overshoot`, `pod-lost`, `large-bodies`, or of the policy. */
  readonly kind: string;
  readonly note: string;
  /** The chosen setting first, then the present one. */
  readonly outcomes: readonly {
    readonly candidate: string;
    readonly verdict: BoundVerdict;
    readonly judged: readonly Judged[];
    readonly figures: readonly CandidateFigures[];
    /**
     * Of a pod that returns: scenarios under which it was handed nothing in half of the runs or
     * more, so that little was tested. Absent for other stresses, which set in by themselves.
     */
    readonly notExercised?: readonly string[];
  }[];
}

export interface Influence {
  readonly factor: string;
  /** Path that is varied; null where a named variant sets several. */
  readonly path: string | null;
  readonly unit: string;
  readonly source: string;
  /** The scenario it is about: the one under which the setting is nearest to its bound. */
  readonly scenario: string;
  /** P(OOM) with model error as the setting is. */
  readonly base: InfluenceLevel;
  /** Other values, in the order of the policy. */
  readonly levels: readonly InfluenceLevel[];
  /** Where a number crosses the bound: between these values; null where it does not. */
  readonly flipsBetween: readonly [InfluenceLabel, InfluenceLabel] | null;
}

export interface InfluenceLabel {
  readonly label: string;
  readonly value: Cell;
}

export interface InfluenceLevel extends InfluenceLabel {
  /** P(OOM), model error included where there is a fit. */
  readonly oom: Figure;
  /** The policy asks for the error of the model, and nobody measured it here. */
  readonly lacksError: boolean;
  /** How P(OOM) lies to its bound; null where the policy has none. */
  readonly risk: BoundVerdict | null;
  readonly servedWithin60s: Figure;
  /** The verdict on all bounds there. */
  readonly verdict: BoundVerdict;
  readonly flips: boolean;
}

export interface Neighbour {
  /** Path of the knob that is moved, and which way. */
  readonly path: string;
  readonly step: 'down' | 'up';
  readonly from: string;
  /** Label of the neighbouring value; it need not be a value of the policy. */
  readonly to: string;
  readonly cost: number;
  readonly verdict: BoundVerdict;
  /** The first bound it breaks, with the scenario; null where none. */
  readonly breaks: { readonly scenario: string; readonly bound: string } | null;
  readonly figures: readonly CandidateFigures[];
}
