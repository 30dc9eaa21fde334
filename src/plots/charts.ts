/** Every chart by the name an experiment file gives it, and the one it describes itself. */
import type { ExperimentResults } from '../sweep/results.ts';
import type { ChartName } from './chart-names.ts';
import type { Chart, ChartSpec } from './chart-spec.ts';
import { floodSize } from './flood-size.ts';
import { fourCells } from './four-cells.ts';
import { hypothesisFan } from './hypothesis-fan.ts';
import { knob, queueTimeout } from './knob.ts';
import { maxconnByLimit } from './maxconn-by-limit.ts';
import { oneFlood } from './one-flood.ts';
import { predictedVsMeasured } from './predicted-vs-measured.ts';
import { riskAndCost } from './risk-and-cost.ts';
import { theoryLadder } from './theory-ladder.ts';
import { whereTheBytesGo } from './where-the-bytes-go.ts';

/** A chart is null where the results hold nothing it could draw. */
type Draw = (results: ExperimentResults) => ChartSpec | null;

export const CHARTS: Readonly<Record<ChartName, Draw>> = {
  'hypothesis-fan': hypothesisFan,
  'risk-and-cost': riskAndCost,
  'where-the-bytes-go': whereTheBytesGo,
  'maxconn-by-limit': maxconnByLimit,
  'one-flood': (results) => oneFlood(results.timelines),
  'queue-timeout': queueTimeout,
  'flood-size': floodSize,
  'four-cells': fourCells,
  theory: theoryLadder,
  'predicted-vs-measured': predictedVsMeasured,
};

/** The charts an experiment asks for, in its order, without those that have nothing to draw. */
export function drawCharts(results: ExperimentResults): Chart[] {
  return results.experiment.charts.flatMap(({ chart, name, knob: asked }) => {
    const spec =
      asked === null ? (CHARTS[chart as ChartName]?.(results) ?? null) : knob(results, asked);
    return spec === null ? [] : [chartOf(name, spec)];
  });
}

export function chartOf(name: string, spec: ChartSpec): Chart {
  return { name, title: spec.title.text.join(' '), alt: spec.description, spec };
}
