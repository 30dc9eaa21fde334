/** What a pod's memory holds at its highest moment, case by case, against the limit. */
import { CASE } from '../sweep/paths.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import type { Row } from '../sweep/row.ts';
import { percent, readableBytes, sentenceList, toMiB } from '../units/readable.ts';
import { limitRule } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { MEMORY_PARTS, partColours, UNCERTAIN_NOTE } from './memory-parts.ts';
import { gridWith, limitOf, numberIn, setOf } from './slice.ts';
import { frame, INK, LIMIT_COLOUR } from './theme.ts';

const WIDTH = 640;
const STEP = 44;

interface Bar {
  readonly name: string;
  readonly row: Row;
  /** The parts together: the mean over runs of the highest pod's highest moment [B]. */
  readonly total: number;
  readonly limit: number | null;
  readonly oom: number;
}

export function whereTheBytesGo(results: ExperimentResults): ChartSpec | null {
  const slice = gridWith(results, 'anatomy', [CASE]);
  if (slice === null) return null;
  const bars = slice.rows.map((row) => ({
    name: slice.grid.varied.map((varied) => String(row[varied.path])).join(', '),
    row,
    total: MEMORY_PARTS.reduce((sum, part) => sum + (numberIn(row, part.column) ?? 0), 0),
    limit: limitOf(row, results.facts),
    oom: numberIn(row, 'oom_probability') ?? 0,
  }));
  if (bars.every((bar) => bar.total === 0)) return null;
  const limit = results.facts.memoryLimitBytes;
  const names = bars.map((bar) => bar.name);
  const top = toMiB(Math.max(...bars.map((bar) => bar.total), limit ?? 0));
  const y = {
    field: 'case',
    type: 'nominal',
    sort: names,
    title: null,
    axis: { ticks: false, domain: false, labelPadding: 8 },
  };
  const x = { type: 'quantitative', scale: { domain: [0, top * 1.42], nice: false } };
  const title = finding(bars);
  return frame(
    {
      title,
      subtitle: `Memory of the highest pod at its highest moment, mean over ${bars[0]!.row.replications} runs.${setOf(slice.grid)} ${UNCERTAIN_NOTE}.`,
      description: `${title}. ${bars.map((bar) => `${bar.name}: ${readableBytes(bar.total)}, ${verdict(bar)}`).join('; ')}.`,
    },
    WIDTH + 170,
    {
      width: WIDTH,
      height: { step: STEP },
      layer: [
        stack(bars, x, y),
        ...(limit === null ? [] : limitRule(limit, 'x', { y: { value: 0 } })),
        verdicts(bars, y),
      ],
    },
  );
}

function finding(bars: readonly Bar[]): string {
  const over = bars.filter((bar) => isOver(bar));
  const largest = bars.reduce((a, b) => (b.total > a.total ? b : a));
  const limit = bars[0]!.limit;
  if (limit === null) return `${largest.name} needs most memory: ${readableBytes(largest.total)}`;
  if (over.length === 0) {
    return `All ${bars.length} cases stay below ${readableBytes(limit)}; ${largest.name} leaves ${readableBytes(limit - largest.total)}`;
  }
  const safe = bars.length - over.length;
  const rest = safe > 0 ? `; the other ${safe} stay below` : '';
  return `Over ${readableBytes(limit)}: ${sentenceList(over.map((bar) => bar.name))}${rest}`;
}

function isOver(bar: Bar): boolean {
  return bar.oom > 0 || (bar.limit !== null && bar.total > bar.limit);
}

function verdict(bar: Bar): string {
  if (bar.oom > 0) return `OOMKilled in ${percent(bar.oom)} of runs`;
  if (bar.limit === null) return readableBytes(bar.total);
  const left = bar.limit - bar.total;
  return left >= 0 ? `${readableBytes(left)} left` : `${readableBytes(-left)} over`;
}

function stack(bars: readonly Bar[], x: { [key: string]: Json }, y: Json): Json {
  const values = bars.flatMap((bar) =>
    MEMORY_PARTS.map((part, order) => ({
      case: bar.name,
      part: part.label,
      order,
      bytes: toMiB(numberIn(bar.row, part.column) ?? 0),
    })),
  );
  const legend = { orient: 'bottom', columns: 4, title: null, symbolType: 'square' };
  return {
    data: { values },
    mark: { type: 'bar', stroke: '#555555', strokeWidth: 0.5, height: { band: 0.62 } },
    encoding: {
      y,
      x: {
        ...x,
        field: 'bytes',
        stack: 'zero',
        title: 'memory charged to the pod [MiB]',
      },
      color: { field: 'part', type: 'nominal', scale: partColours(), legend },
      order: { field: 'order' },
      tooltip: [
        { field: 'case', type: 'nominal', title: 'case' },
        { field: 'part', type: 'nominal', title: 'part' },
        { field: 'bytes', type: 'quantitative', title: 'MiB', format: '.1f' },
      ],
    },
  };
}

/** Beside each bar, beyond the limit where the bar ends before it. */
function verdicts(bars: readonly Bar[], y: Json): Json {
  const values = bars.map((bar) => ({
    case: bar.name,
    at: toMiB(Math.max(bar.total, bar.limit ?? 0)),
    verdict: verdict(bar),
    colour: isOver(bar) ? LIMIT_COLOUR : INK,
  }));
  return {
    data: { values },
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: 8 },
    encoding: {
      y,
      x: { field: 'at', type: 'quantitative' },
      text: { field: 'verdict', type: 'nominal' },
      color: { field: 'colour', type: 'nominal', scale: null },
    },
  };
}
