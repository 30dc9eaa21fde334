/** How every chart looks: Okabe and Ito's colour-blind-safe palette, doubled by dash and shape. */
import { wrap } from '../units/wrap.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { textWidth } from './text-width.ts';

/** Verdana has DejaVu's metrics, where a reader's machine lacks DejaVu. */
export const FONT = 'DejaVu Sans, Verdana, sans-serif';

export const INK = '#222222';
export const MUTED = '#5f6368';
export const LIMIT_COLOUR = '#b00020';
export const CHOSEN_COLOUR = '#444444';
export const BAND_OPACITY = 0.18;

const TITLE_SIZE = 16;
const SUBTITLE_SIZE = 12;

/** Okabe and Ito 2008, `Color universal design`. */
export const OKABE_ITO = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
} as const;

export interface SeriesStyle {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly shape: string;
}

const HANDLER_STYLES: Record<string, SeriesStyle> = {
  'limiter-then-parts': { colour: OKABE_ITO.green, dash: [1, 0], shape: 'circle' },
  'limiter-then-read': { colour: OKABE_ITO.sky, dash: [8, 3], shape: 'square' },
  parts: { colour: OKABE_ITO.blue, dash: [5, 2], shape: 'triangle-up' },
  'sleep-then-read': { colour: OKABE_ITO.orange, dash: [10, 3, 2, 3], shape: 'triangle-down' },
  'read-all': { colour: OKABE_ITO.vermillion, dash: [1, 0], shape: 'diamond' },
  'incident-fit': { colour: OKABE_ITO.black, dash: [2, 3], shape: 'cross' },
  constant: { colour: OKABE_ITO.purple, dash: [4, 2], shape: 'triangle-left' },
};

const OTHER_STYLES: readonly SeriesStyle[] = [
  { colour: OKABE_ITO.blue, dash: [1, 0], shape: 'circle' },
  { colour: OKABE_ITO.vermillion, dash: [6, 3], shape: 'square' },
  { colour: OKABE_ITO.green, dash: [2, 2], shape: 'triangle-up' },
  { colour: OKABE_ITO.orange, dash: [10, 3, 2, 3], shape: 'diamond' },
  { colour: OKABE_ITO.purple, dash: [4, 2], shape: 'triangle-down' },
  { colour: OKABE_ITO.black, dash: [1, 2], shape: 'cross' },
];

/** The style of a handler path wherever it is drawn; of any other series by its place. */
export function seriesStyle(name: string, index: number): SeriesStyle {
  return HANDLER_STYLES[name] ?? OTHER_STYLES[index % OTHER_STYLES.length]!;
}

/** Colour, dash and shape scales over named series. */
export function seriesScales(names: readonly string[]) {
  const styles = names.map(seriesStyle);
  return {
    color: { domain: names, range: styles.map((style) => style.colour) },
    dash: { domain: names, range: styles.map((style) => style.dash) },
    shape: { domain: names, range: styles.map((style) => style.shape) },
  };
}

/** A legend that shows line, colour and shape together. */
export function seriesLegend(columns: number): { [key: string]: Json } {
  return { orient: 'bottom', direction: 'horizontal', columns, title: null, symbolSize: 90 };
}

/**
 * A whole chart: the words on top, as wide as the drawing below.
 * @param width of the drawing with its axes and labels [px].
 */
export function frame(
  words: { title: string; subtitle: string; description: string },
  width: number,
  body: { [key: string]: Json },
): ChartSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: {
      text: wrap(words.title, width, (line) => textWidth(line, TITLE_SIZE, true)),
      subtitle: wrap(words.subtitle, width, (line) => textWidth(line, SUBTITLE_SIZE)),
    },
    description: words.description,
    ...body,
    padding: 16,
    background: 'white',
    config: CONFIG,
  };
}

const CONFIG: { [key: string]: Json } = {
  font: FONT,
  view: { stroke: '#d0d0d0' },
  title: {
    anchor: 'start',
    align: 'left',
    fontSize: TITLE_SIZE,
    lineHeight: 21,
    color: INK,
    subtitleFontSize: SUBTITLE_SIZE,
    subtitleLineHeight: 17,
    subtitleColor: MUTED,
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    labelFontSize: 12,
    labelColor: INK,
    labelLimit: 420,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titleColor: INK,
    titlePadding: 8,
    gridColor: '#ebebeb',
    domainColor: '#8a8a8a',
    tickColor: '#8a8a8a',
  },
  header: { labelFontSize: 13, labelFontWeight: 'bold', labelColor: INK, title: null },
  legend: {
    labelFontSize: 12,
    labelColor: INK,
    labelLimit: 460,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titleLimit: 600,
    symbolOpacity: 1,
    symbolStrokeWidth: 0.5,
  },
  text: { fontSize: 12, color: INK },
  line: { strokeWidth: 2.2 },
  concat: { spacing: 18 },
};
