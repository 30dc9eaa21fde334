/** Draws a chart as SVG without a browser: text widths are estimated, so any machine agrees. */
import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import type { ChartSpec } from './chart-spec.ts';

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
