/** What a chart is made of: a Vega-Lite specification as plain JSON, with its words. */

export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A complete Vega-Lite v6 specification. */
export interface ChartSpec {
  readonly $schema: string;
  readonly title: { readonly text: readonly string[]; readonly subtitle: readonly string[] };
  /** What a reader who cannot see the chart is told. */
  readonly description: string;
  readonly [key: string]: Json;
}

/** A chart as the report wants it. */
export interface Chart {
  readonly name: string;
  /** The finding, on one line. */
  readonly title: string;
  readonly alt: string;
  readonly spec: ChartSpec;
  /** The drawing, where it has been rendered. */
  readonly svg?: string;
}
