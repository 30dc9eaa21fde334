/** What an experiment hands to the charts and the report: plain data, base units throughout. */
import type { SourceLine } from '../config/sources.ts';
import type { ConformanceResults } from '../conformance/results.ts';
import type { Observations } from '../observe/observations.ts';
import type { StoppingRule } from '../stats/stopping-rule.ts';
import type { ChartRequest } from './chart-request.ts';
import type { HorizonSpec } from './horizon.ts';
import type { Threshold } from './plan-thresholds.ts';
import type { Cell, Row } from './row.ts';
import type { SteadySpec } from './steady.ts';

/** A varied path of a grid with its values, in the order of the experiment file. */
export interface Varied {
  /** Dotted path of the model; `case` for a grid of named cases. */
  readonly path: string;
  /** In base units; `none` is null. */
  readonly values: readonly Cell[];
  /** As the experiment file writes them, one for each value. */
  readonly labels: readonly string[];
  /** Unit of the values: `s`, `B`, `B/s`, `1/s`, `count`, `share`, `text`, `flag`. */
  readonly unit: string;
  /** The model's own value; undefined where it has no single one. */
  readonly own?: Cell;
}

/** One grid of an experiment; its rows carry its name in the column `grid`. */
export interface GridResult {
  readonly name: string;
  readonly varied: readonly Varied[];
  /** Of each point; with a `precision` those before the first look. */
  readonly replications: number;
  /** When its points had replications enough; absent: each had exactly `replications`. */
  readonly precision?: StoppingRule;
  /** P(OOM) is told over so many windows too. */
  readonly horizon?: HorizonSpec;
  /** Each point has a long run too, for its figures under steady load. */
  readonly steady?: SteadySpec;
  /** What this grid alone sets, as `pod.handler parts`; absent or empty: as the model has it. */
  readonly set?: readonly string[];
}

/** What is random in an experiment. */
export interface RandomLine {
  readonly path: string;
  /** The law in words, with units. */
  readonly text: string;
  readonly source: string | null;
}

/** A measured peak of one pod, drawn beside the simulated lines. */
export interface MeasuredPoint {
  /** Named as in `pod.handler`; `incident` where a report does not say which path it was. */
  readonly handler: string;
  /** Requests in the pod at once. */
  readonly inFlight: number;
  /** Highest memory a v2 cgroup would have charged: resident and socket memory [B]. */
  readonly peakBytes: number;
  readonly label: string;
  readonly source: string;
}

/** One flood of which a report says how it ended. */
export interface IncidentCell {
  /** Name of the case in the experiment. */
  readonly case: string;
  readonly flood: string;
  /** Measured peak [B]; null: OOMKilled. */
  readonly peakBytes: number | null;
  readonly source: string;
}

/** A sentence for or against a claim, and where it is from. */
export interface Evidence {
  readonly says: string;
  readonly source: string;
}

export interface Claim {
  readonly claim: string;
  readonly supports: readonly Evidence[];
  readonly contradicts: readonly Evidence[];
  /** The measurement that would decide. */
  readonly settledBy: string;
}

/** The file models/measured/incident.json: what a report of an incident says. */
export interface Incident {
  readonly source: string;
  /** What `measured` means in the evidence. */
  readonly rig: string;
  readonly points: readonly MeasuredPoint[];
  readonly cells: readonly IncidentCell[];
  readonly claims: readonly Claim[];
}

/** What was measured, by whomever, beside what is simulated. */
export interface Measured {
  /** Of the file models/measured/in-flight.json. */
  readonly points: readonly MeasuredPoint[];
  readonly incident: Incident;
}

/** A closed form beside its simulation. */
export interface TheoryRow {
  readonly id: string;
  readonly title: string;
  readonly statistic: string;
  readonly exact: number;
  readonly simulated: number;
  readonly standardError: number;
  /** (simulated - exact) / standardError; an exact case is off by 0 or by infinitely much. */
  readonly z: number;
  /** Kernel events behind the estimate. */
  readonly events: number;
}

/** The run of one seed, drawn by the chart `one-flood`. */
export interface NamedTimeline {
  readonly name: string;
  /** [B]; null without a limit. */
  readonly memoryLimitBytes: number | null;
  readonly observations: Observations;
}

/** What the model says before anything is varied. */
export interface ModelFacts {
  /** [B]; null without a limit. */
  readonly memoryLimitBytes: number | null;
  /** Per server, in each replica; null without one. */
  readonly maxconn: number | null;
  /** [s]; null without one. */
  readonly queueTimeoutS: number | null;
  readonly podReplicas: number;
  readonly haproxyReplicas: number;
  /** Whether a pod that returns may be handed twice its maxconn (HAProxy before 3.2). */
  readonly overshootsOnReturn: boolean;
  /** In words, a law where it is one. */
  readonly workers: string;
  /** In words, a law where it is one. */
  readonly bodySize: string;
  readonly handler: string;
}

/** What the command line said, as it said it. */
export interface Asked {
  /** The name of a shipped experiment, or the path of a file. */
  readonly experiment: string;
  /** Each `--set`, as `haproxy.maxconn=40`. */
  readonly set: readonly string[];
}

export interface ExperimentResults {
  readonly experiment: {
    /** Also the folder of the results. */
    readonly name: string;
    readonly title: string;
    readonly question: string;
    readonly expectation: string;
    /** What came out otherwise, with the settings of the file; null: nothing that is known of. */
    readonly outcome: string | null;
    /** The event whose probability is meant, as `backup window`. */
    readonly per: string;
    readonly kind: 'sweep' | 'theory' | 'conformance';
    /** In the order of the report. */
    readonly charts: readonly ChartRequest[];
    readonly random: readonly RandomLine[];
  };
  readonly model: {
    readonly name: string;
    readonly description: string;
    /** Path of the file as the experiment names it. */
    readonly file: string;
  };
  readonly facts: ModelFacts;
  readonly asked: Asked;
  readonly seed: string;
  readonly quick: boolean;
  readonly grids: readonly GridResult[];
  /** All grids together, in order. */
  readonly rows: readonly Row[];
  readonly timelines: readonly NamedTimeline[];
  readonly measured: Measured;
  readonly sources: readonly SourceLine[];
  /** What the experiment demands of its rows. */
  readonly thresholds?: readonly Threshold[];
  /** Only of an experiment of kind theory. */
  readonly theory: readonly TheoryRow[] | null;
  /** Only of an experiment of kind conformance. */
  readonly conformance: ConformanceResults | null;
}
