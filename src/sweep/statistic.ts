/** A column of the rows after the varied paths. */
export interface Statistic {
  readonly key: string;
  readonly unit: string;
  readonly doc: string;
}

/** What the names of columns of a unit end in. */
const ENDS: Readonly<Record<string, { readonly value: string; readonly end: string }>> = {
  s: { value: '_s', end: '_s' },
  share: { value: '_share', end: '' },
};

/** A figure and the ends of its 95% interval: `wait_mean_s`, `wait_mean_low_s`, `..._high_s`. */
export function withInterval(stem: string, unit: 's' | 'share', doc: string): Statistic[] {
  const { value, end } = ENDS[unit]!;
  return [
    { key: `${stem}${value}`, unit, doc },
    { key: `${stem}_low${end}`, unit, doc: 'lower end of its 95% interval' },
    { key: `${stem}_high${end}`, unit, doc: 'upper end of the same' },
  ];
}
