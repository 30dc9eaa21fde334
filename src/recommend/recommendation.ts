/**
 * All that a recommendation says: plain data in base units (s, B, shares), so that the page, the
 * patch of values and the charts are made from it and from nothing else. It survives JSON: what is
 * `none` or undefined is null.
 */
import type { SourceLine } from '../config/sources.ts';
import type { Incident } from '../sweep/results.ts';
import type { Cell } from '../sweep/row.ts';

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
  readonly random: readonly {
    readonly path: string;
    readonly text: string;
    readonly source: string | null;
  }[];
  /** The report of the incident that the model is about, with its claims; null without one. */
  readonly incident: Pick<Incident, 'source' | 'rig' | 'claims'> | null;
  /** What else was thought of and why it was not taken; from the policy. */
  readonly alternatives: readonly { readonly name: string; readonly why: string }[];
  /** When the recommendation stops being valid; from the policy and from the influences that flip it. */
  readonly invalidWhen: readonly string[];
  readonly open: readonly OpenQuestion[];
}

export interface PolicyFacts {
  /** Also the folder of the results. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly file: string;
  /** The event whose probability is meant, as `backup window`. */
  readonly per: string;
  readonly knobs: readonly KnobFacts[];
  readonly bounds: readonly BoundFacts[];
  /** Circumstances under which a setting is judged: the required ones first. */
  readonly scenarios: readonly ScenarioFacts[];
  /** cost: memory limit x pods; time: mean time to the answer. The other one settles ties. */
  readonly minimise: 'cost' | 'time';
  /** Confidence of the whole procedure, 0.95 for 95%. */
  readonly level: number;
  /** What differs by no more is taken for equal. */
  readonly indifference: {
    /** Of the mean time to the answer [s]. */
    readonly time: number;
    /** A bound counts as met with room where the share of what goes wrong is below this part of it. */
    readonly bound: number;
  };
  readonly seed: string;
  /** Most runs of the selection. */
  readonly budget: number;
}

export interface KnobFacts {
  /** Dotted path of the model. */
  readonly path: string;
  /** `s`, `B`, `count`, `text`, ... */
  readonly unit: string;
  /** In base units, in the order of the policy; `none` is null. */
  readonly values: readonly Cell[];
  /** As a values file would say them: `40`, `30s`, `512Mi`. */
  readonly labels: readonly string[];
  /** Name in the values of the chart, as `frontproxy.maxConnPerPod`; null: not in the chart. */
  readonly helm: string | null;
  /** What the chart counts in plain numbers, as `MiB`; absent: it takes a value with its unit. */
  readonly helmUnit?: string;
}

/** A requirement, and the same as an upper bound on a share of what goes wrong. */
export interface BoundFacts {
  /** As the policy writes it. */
  readonly text: string;
  readonly statistic: string;
  readonly sense: '<' | '>';
  readonly bound: number;
}

/** A setting of the model around the candidate: a hypothesis, or a circumstance. */
export interface ScenarioFacts {
  readonly name: string;
  /** Each change, as `pod.handler parts`. */
  readonly set: readonly string[];
  /** Pods that the candidate has and this scenario lacks. */
  readonly podsLess: number;
  /** Whether a candidate must meet the bounds under it. */
  readonly required: boolean;
  /** Why it is believed, doubted or wanted. */
  readonly note: string;
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
     * Of a pod that returns: scenarios under which it was handed nothing, so that nothing was
     * tested. Absent for other stresses, which set in by themselves.
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
