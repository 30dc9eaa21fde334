/** Every round of every race as a mark, so that the noise is as plain as the figure. */
import type { ChartSpec } from '../src/plots/chart-spec.ts';
import { frame, INK, OKABE_ITO } from '../src/plots/theme.ts';
import type { By, Race } from './race.ts';
import type { Results } from './results.ts';

const WIDTH = 620;
const ROW = 24;

const KINDS: readonly { readonly by: By; readonly name: string; readonly shape: string }[] = [
  { by: 'best', name: 'best round', shape: 'circle' },
  { by: 'median', name: 'median round', shape: 'diamond' },
  { by: 'cpu', name: 'best by processor time', shape: 'cross' },
];

/** Null where no race was run. */
export function ratesChart({ machine, parts }: Results): ChartSpec | null {
  const { core, full, heap = [], workers } = parts;
  const races = [core?.race, full, ...heap, workers].filter((race) => race !== undefined);
  if (races.length === 0) return null;
  return frame(
    {
      title: 'How much per second, in alternation, on one machine',
      subtitle: `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}; load average ${machine.load[0].toFixed(1)} as it began. Faint marks are single rounds. Where the marks of one contender lie apart, the machine was busy.`,
      description: 'A strip of marks on a logarithmic axis for each contender of each race.',
    },
    WIDTH + 200,
    { vconcat: races.map(panel), resolve: { legend: { shape: 'shared' } } },
  );
}

function panel({ name, unit, lanes }: Race) {
  const marks = lanes.flatMap((lane) =>
    KINDS.map(({ by, name: kind }) => ({ contender: lane.name, rate: lane[by], kind })),
  );
  const rounds = lanes.flatMap((lane) =>
    lane.rates.map((rate) => ({ contender: lane.name, rate, kind: '' })),
  );
  const x = {
    field: 'rate',
    type: 'quantitative',
    scale: { type: 'log', nice: false, padding: 12 },
    axis: { title: unit, format: '~s', tickCount: 6 },
  } as const;
  const y = {
    field: 'contender',
    type: 'nominal',
    sort: lanes.map((lane) => lane.name),
    axis: { title: null, labelLimit: 180 },
  } as const;
  return {
    title: { text: name, fontSize: 13, anchor: 'start', offset: 4 },
    width: WIDTH,
    height: ROW * lanes.length,
    layer: [
      {
        data: { values: rounds },
        mark: { type: 'tick', color: INK, opacity: 0.3, thickness: 1 },
        encoding: { x, y },
      },
      {
        data: { values: marks },
        mark: { type: 'point', size: 70, strokeWidth: 1.8 },
        encoding: {
          x,
          y,
          shape: {
            field: 'kind',
            type: 'nominal',
            scale: {
              domain: KINDS.map((kind) => kind.name),
              range: KINDS.map((kind) => kind.shape),
            },
            legend: { orient: 'bottom', title: null },
          },
          color: {
            field: 'kind',
            type: 'nominal',
            scale: {
              domain: KINDS.map((kind) => kind.name),
              range: [OKABE_ITO.blue, OKABE_ITO.green, OKABE_ITO.vermillion],
            },
            legend: { orient: 'bottom', title: null },
          },
        },
      },
    ],
  };
}
