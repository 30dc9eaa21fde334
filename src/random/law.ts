/** The laws a model file may name, as plain data in base units (s, B, B/s, count). */

/** A law of a non-negative quantity; every variate costs one draw, a constant none. */
export type Law =
  | { readonly law: 'constant'; readonly value: number }
  /** Exponential; `mean` > 0. */
  | { readonly law: 'exponential'; readonly mean: number }
  /** `mu`, `sigma` are those of the logarithm: median = exp(mu), cv^2 = exp(sigma^2) - 1. */
  | { readonly law: 'lognormal'; readonly mu: number; readonly sigma: number }
  /** Bounded Pareto on [min, max], 0 < min <= max, with tail index `shape` > 0. */
  | { readonly law: 'pareto'; readonly shape: number; readonly min: number; readonly max: number }
  | { readonly law: 'uniform'; readonly min: number; readonly max: number }
  /** One of the parts, in proportion to its weight >= 0; the weights need not sum to 1. */
  | {
      readonly law: 'mixture';
      readonly parts: readonly { readonly weight: number; readonly of: Law }[];
    }
  /** Each value equally likely. */
  | { readonly law: 'empirical'; readonly values: readonly number[] };
