/** Charts an experiment may ask for by name, apart from what draws them: a plan needs no more. */
export const CHART_NAMES = [
  'hypothesis-fan',
  'risk-and-cost',
  'where-the-bytes-go',
  'maxconn-by-limit',
  'one-flood',
  'queue-timeout',
  'flood-size',
  'four-cells',
  'theory',
  'predicted-vs-measured',
] as const;

export type ChartName = (typeof CHART_NAMES)[number];
