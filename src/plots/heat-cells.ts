/** A table drawn as cells: two ordinal axes, a shade and a figure in each cell. */
import type { Json } from './chart-spec.ts';
import { INK } from './theme.ts';

type Properties = { readonly [key: string]: Json };

interface HeatAxis {
  readonly field: string;
  /** From left to right, or from the bottom up. */
  readonly labels: readonly string[];
  readonly title: string | null;
  /** Whether this one of several panels side by side has labels. */
  readonly labelled: boolean;
}

export interface HeatAxes {
  readonly x: Properties;
  readonly y: Properties;
}

export function heatAxes(across: HeatAxis, up: HeatAxis): HeatAxes {
  const bare = { domain: false, ticks: false, labelPadding: 5 };
  const axisOf = (
    { field, title, labelled }: HeatAxis,
    sort: readonly string[],
    more: Properties,
  ) => ({
    field,
    type: 'ordinal',
    sort,
    title,
    axis: { ...bare, labels: labelled, ...more },
  });
  return {
    x: axisOf(across, across.labels, { labelAngle: 0 }),
    y: axisOf(up, up.labels.toReversed(), {}),
  };
}

export interface HeatCells {
  /** One for each cell, with its `label` and whether its shade is `dark`. */
  readonly values: readonly { readonly label: string; readonly dark: boolean }[];
  readonly axes: HeatAxes;
  readonly color: Properties;
  readonly tooltip: Json;
}

export function heatCells({ values, axes, color, tooltip }: HeatCells): Json[] {
  const data = { values: values as unknown as Json };
  return [
    {
      data,
      mark: { type: 'rect', stroke: 'white', strokeWidth: 1.5 },
      encoding: { ...axes, color: { type: 'quantitative', legend: null, ...color }, tooltip },
    },
    {
      data,
      mark: { type: 'text', fontSize: 12.5 },
      encoding: {
        ...axes,
        text: { field: 'label', type: 'nominal' },
        color: { condition: { test: 'datum.dark', value: 'white' }, value: INK },
        // On the figures too: they cover the middle of their cells.
        tooltip,
      },
    },
  ];
}
