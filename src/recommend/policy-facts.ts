/** What a policy asks, as plain data in base units: knobs, bounds, and the scenarios they hold under. */
import type { Cell } from '../sweep/row.ts';

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
