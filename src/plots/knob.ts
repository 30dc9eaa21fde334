/** Any varied path against any statistics: panels above each other over one x axis. */
import type { KnobRequest } from '../sweep/chart-request.ts';
import type { Panel } from '../sweep/panels.ts';
import { panelNamed } from '../sweep/panels.ts';
import { QUEUE_TIMEOUT } from '../sweep/paths.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { ChartSpec } from './chart-spec.ts';
import { type Drawing, drawingOf, knobWords, WIDTH } from './knob-drawing.ts';
import { knobFinding } from './knob-finding.ts';
import { knobPanel } from './knob-panels.ts';
import { INPUT_BANDS } from './risk-marks.ts';
import { secondFigure } from './second-figure.ts';
import { heldSentence, numberIn, runsAPoint, setOf } from './slice.ts';
import { statisticWords } from './statistic-words.ts';
import { CROSSES, isSteadyPanel, whyNotAveraged } from './steady-load.ts';
import { frame } from './theme.ts';

export function knob(results: ExperimentResults, asked: KnobRequest): ChartSpec | null {
  const drawing = drawingOf(results, asked);
  if (drawing === null) return null;
  const { slice, x } = drawing;
  // What a grid sets tells it apart from the others; alone it has what the experiment has.
  const several = results.grids.length > 1;
  const panels = asked.panels.filter((panel) => isKnown(drawing, panel));
  if (panels.length === 0) return null;
  const finding = knobFinding(drawing, panels[0]!);
  const title = asked.title === '' ? capital(finding) : `${asked.title}: ${finding}`;
  const named = panels.map(statisticWords).join('; ');
  const words = knobWords(x.path);
  const xTitle = drawing.isCategorical ? words : `${words} (tested values)`;
  return frame(
    {
      title,
      subtitle: `${legend(drawing, panels)}${several ? setOf(slice.grid) : ''}${heldSentence(slice)}`,
      description: `${title}. Panels over ${words || 'the cases'}, from top to bottom: ${named}.`,
    },
    WIDTH + 80,
    {
      spacing: 34,
      bounds: 'flush',
      vconcat: panels.map((panel, index) =>
        knobPanel({
          drawing,
          panel,
          xTitle: index === panels.length - 1 ? xTitle : null,
          isFirst: index === 0,
          isDashed: panels.every(({ columns }) => columns.length === 1),
        }),
      ),
    },
  );
}

/** What `timeout queue` trades: a prompt 503 against a long wait. */
export function queueTimeout(results: ExperimentResults): ChartSpec | null {
  const panels = ['served_within_60s', 'queue_timeout_share', 'queue_wait'].map(
    (name) => panelNamed(name)!,
  );
  return knob(results, { grid: null, x: QUEUE_TIMEOUT, series: null, panels, title: '' });
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Whether any row has a value of the panel. */
function isKnown({ points }: Drawing, { columns }: Panel): boolean {
  return points.some(({ row }) => columns.some((column) => numberIn(row, column) !== null));
}

/** How to read the panels. */
function legend({ slice, isCategorical }: Drawing, panels: readonly Panel[]): string {
  const has = (name: string) => panels.some((panel) => panel.name === name);
  const band = isCategorical ? 'bars' : 'bands';
  const isInterval = panels.some((panel) => panel.band !== null && panel.unit === 'share');
  const two = isCategorical ? ['full', 'hollow'] : ['solid', 'dotted'];
  const quantiles = panels.some(({ columns }) => columns[0]!.endsWith('_p99_s'));
  return [
    `${runsAPoint(slice.rows)}${isInterval ? `, ${band}: 95% intervals` : ''}.`,
    has('oom_probability') ? 'P(OOM): hollow marks are points without a kill in any run.' : '',
    has('oom_probability') && slice.rows.some((row) => secondFigure(row) !== null)
      ? INPUT_BANDS
      : '',
    has('peak_memory') ? `Peak memory: median of the runs, ${band}: 5% to 95%.` : '',
    quantiles ? `Times: ${two[0]} 99%, ${two[1]} median.` : '',
    panels.some(isSteadyPanel) && slice.rows.some((row) => whyNotAveraged(row) !== null)
      ? CROSSES
      : '',
    panels.some(({ columns }) => columns[0]!.endsWith('_mean_s'))
      ? `Means ${two[0]} with 95% intervals, 99% quantiles ${two[1]}.`
      : '',
    has('queue_wait') ? 'Waits are those of requests that reached a pod.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
