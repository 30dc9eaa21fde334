/** Draws a chart as SVG without a browser: text is measured by a table, so any machine agrees. */
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import type { ChartSpec } from './chart-spec.ts';
import { textWidth } from './text-width.ts';

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Longest text before it is cut off [px]; 0 or absent: none. */
  readonly limit?: number;
}

/** The place where Vega lets others measure text; its types do not tell of it. */
const { textMetrics } = vega as unknown as {
  textMetrics: { width: (item: TextItem, text: unknown) => number };
};

// Vega's own guess, 0.8 of the font size for every letter, is a third too wide.
textMetrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, text) => {
  const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
  const width = Math.ceil(textWidth(String(text ?? '').trim(), fontSize, bold));
  return limit > 0 ? Math.min(width, limit) : width;
};

/**
 * The chart as an SVG document.
 * @param warn receives what Vega-Lite or Vega complain of; the tests let no complaint pass.
 */
export async function renderSvg(
  spec: ChartSpec,
  warn: (complaint: string) => void = () => {},
): Promise<string> {
  const logger = loggerTo(warn);
  const compiled = vegaLite.compile(spec as unknown as vegaLite.TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** Both libraries want a logger that chains; only warnings and errors matter. */
function loggerTo(warn: (complaint: string) => void): vega.LoggerInterface {
  let level = vega.Warn;
  const logger = {
    level: (value?: number) => {
      if (value === undefined) return level;
      level = value;
      return logger;
    },
    error: (...complaint: unknown[]) => {
      warn(complaint.map(String).join(' '));
      return logger;
    },
    warn: (...complaint: unknown[]) => {
      warn(complaint.map(String).join(' '));
      return logger;
    },
    info: () => logger,
    debug: () => logger,
  };
  return logger as unknown as vega.LoggerInterface;
}
