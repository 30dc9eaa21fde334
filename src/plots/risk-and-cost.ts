/** What a cap on connections buys, P(OOM), and what it costs, requests served late. */
import { HANDLER, MAXCONN, PODS } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell } from '../sweep/row.ts';
import { count, percent, sentenceList } from '../units/readable.ts';
import { panelTitle } from './annotations.ts';
import type { ChartSpec } from './chart-spec.ts';
import { knobAxis } from './knob-axis.ts';
import { INPUT_BANDS } from './risk-marks.ts';
import { lowerPanel, UPPER, upperPanel } from './risk-panels.ts';
import { RiskScale } from './risk-scale.ts';
import { secondFigure } from './second-figure.ts';
import {
  gridWith,
  heldSentence,
  hold,
  labelOf,
  nearestTested,
  numberIn,
  runsAPoint,
  type Slice,
  variedOf,
} from './slice.ts';
import { frame } from './theme.ts';

export function riskAndCost(results: ExperimentResults): ChartSpec | null {
  const found = gridWith(results, 'main', [HANDLER, MAXCONN]);
  if (found === null) return null;
  const slice = hold(found, results.facts, [HANDLER, MAXCONN, PODS]);
  const maxconn = variedOf(slice.grid, MAXCONN)!;
  const pods = variedOf(slice.grid, PODS);
  const handlers = variedOf(slice.grid, HANDLER)!.values.map(String);
  const facets: Cell[] = pods === null ? [null] : [...pods.values];
  const width = Math.max(230, Math.min(560, Math.floor(870 / facets.length)));
  const panels = facets.map((value, index) => ({
    title: pods === null ? null : fleetInWords(Number(value), results.facts.podReplicas),
    panel: {
      results,
      rows: slice.rows.filter((row) => pods === null || row[PODS] === value),
      handlers,
      axis: knobAxis(maxconn, width),
      scale: RiskScale.of(slice.rows, UPPER, handlers.length),
      width,
      first: index === 0,
    },
  }));
  const title = finding(slice, maxconn, results);
  return frame(
    {
      title,
      subtitle: subtitle(results, slice),
      description: `${title}. ${runsAPoint(slice.rows)}. Two rows of panels over maxconn: above the probability of an OOM kill, below the share of operations not served within 60 s.`,
    },
    facets.length * (width + 18) + 90,
    {
      spacing: 16,
      hconcat: panels.map(({ title, panel }) => ({
        spacing: 40,
        bounds: 'flush',
        vconcat: [
          title === null
            ? upperPanel(panel)
            : {
                title: panelTitle(title, { lineHeight: 16, offset: 20 }),
                ...upperPanel(panel),
              },
          lowerPanel(panel),
        ],
      })),
    },
  );
}

function finding(slice: Slice, maxconn: Varied, results: ExperimentResults): string {
  const at = nearestTested(maxconn, results.facts.maxconn);
  const pods = variedOf(slice.grid, PODS);
  const fleet =
    pods === null ? results.facts.podReplicas : nearestTested(pods, results.facts.podReplicas);
  const rows = slice.rows.filter(
    (row) => row[MAXCONN] === at && (pods === null || row[PODS] === fleet),
  );
  const killed = rows.filter((row) => (numberIn(row, 'oom_probability') ?? 0) > 0);
  const where = `maxconn ${labelOf(maxconn, at)}, ${count(Number(fleet), 'pod')}`;
  if (killed.length === 0) return `${where}: no OOM kill under any of ${rows.length} handler paths`;
  const names = killed.map(
    (row) => `${row[HANDLER]} (${percent(numberIn(row, 'oom_probability') ?? 0)} of runs)`,
  );
  if (killed.length === rows.length) return `${where}: OOM kills under every handler path`;
  return `${where}: OOM kills under ${sentenceList(names)}; none seen under the other ${rows.length - killed.length}`;
}

function subtitle(results: ExperimentResults, slice: Slice): string {
  const errors = slice.rows.some((row) => secondFigure(row) !== null);
  const bound = results.rows.some((row) => numberIn(row, 'bound_bytes') !== null);
  return [
    `Above: P(an OOM kill per ${results.experiment.per}), ${runsAPoint(slice.rows)}; dark bands: 95% intervals (one-sided bounds where no or every run has a kill);`,
    'hollow marks: no run of them.',
    errors ? INPUT_BANDS : '',
    bound ? 'Pale bars: caps at which the deterministic bound stays below the limit.' : '',
    'Below: what the cap costs. The flood is stated for the whole fleet.',
  ]
    .filter((part) => part !== '')
    .join(' ')
    .concat(heldSentence(slice));
}

/** A fleet of one less is what is left while a pod is out. */
function fleetInWords(pods: number, own: number): string {
  return `${count(pods, 'pod')}${pods === own - 1 ? ` (one of ${own} missing)` : ''}`;
}
