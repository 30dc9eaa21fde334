/** Time per request against the size of the system: a level line is what everybody hopes for. */
import type { ChartSpec } from '../src/plots/chart-spec.ts';
import { frame, seriesLegend, seriesScales } from '../src/plots/theme.ts';
import { sentenceList } from '../src/units/readable.ts';
import type { Results } from './results.ts';
import { type Curve, PANELS, STEEP } from './scaling.ts';

const PANEL = { width: 380, height: 320 };

/** Null where no curve was measured. */
export function scalingChart({ parts, machine }: Results): ChartSpec | null {
  const { scaling } = parts;
  if (scaling === undefined) return null;
  const steep = scaling.filter(({ superlinear }) => superlinear).map(({ name }) => name);
  const finding =
    steep.length === 0
      ? 'Time per request does not grow with the system'
      : `Time per request grows with ${sentenceList(steep)}`;
  return frame(
    {
      title: finding,
      subtitle: `Processor time of a request; a slope above ${STEEP} over the last two decades counts as growth. ${machine.cpu}, Node ${machine.node}.`,
      description:
        'Lines of time per request over size, on logarithmic axes, one for each thing that grows.',
    },
    3 * PANEL.width + 90,
    {
      hconcat: Object.entries(PANELS).map(([name, title]) =>
        panel(
          title,
          scaling.filter((curve) => curve.panel === name),
        ),
      ),
      resolve: { scale: { color: 'independent', shape: 'independent', strokeDash: 'independent' } },
    },
  );
}

function panel(title: string, curves: readonly Curve[]) {
  const named = curves.map((curve) => ({ curve, name: nameOf(curve) }));
  const values = named.flatMap(({ curve, name }) =>
    curve.points.map(({ x, perRequest }) => ({ name, x, microseconds: 1e6 * perRequest })),
  );
  const { color, dash, shape } = seriesScales(named.map(({ name }) => name));
  const legend = seriesLegend(1);
  const series = { field: 'name', type: 'nominal' } as const;
  return {
    title: { text: title, fontSize: 13, anchor: 'start', offset: 4 },
    ...PANEL,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { type: 'log' },
        axis: { title: 'how many', format: '~s', tickCount: 6 },
      },
      y: {
        field: 'microseconds',
        type: 'quantitative',
        scale: { type: 'log' },
        axis: { title: 'processor time per request [us]', format: '~g', tickCount: 6 },
      },
      color: { ...series, scale: color, legend },
      strokeDash: { ...series, scale: dash, legend },
      shape: { ...series, scale: shape, legend },
    },
  };
}

function nameOf({ name, axis, slope }: Curve): string {
  const steepness = slope === null ? '' : ` (slope ${slope.toFixed(2)})`;
  return `${name.replace('bytes: ', '')}${steepness}: ${axis}`;
}
