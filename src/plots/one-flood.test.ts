import { describe, expect, it } from 'vitest';
import type { Observations, PodTimeline } from '../observe/observations.ts';
import type { Json } from './chart-spec.ts';
import { exampleRun } from './example-run.fixture.ts';
import { oneFlood } from './one-flood.ts';
import { renderSvg } from './render.ts';

const LIMIT = 512 * 2 ** 20;

/** A pod that another hand kills at 10 s and that is back at 12 s. */
function killedByFault(pod: PodTimeline): PodTimeline {
  const isOut = (index: number) => pod.at[index]! >= 10 && pod.at[index]! < 12;
  return { ...pod, memoryBytes: pod.memoryBytes.map((bytes, index) => (isOut(index) ? 0 : bytes)) };
}

/** As many pods as told, the second killed by a fault. */
function fleet(pods: number): Observations {
  const run = exampleRun(40, 4.5);
  const [pod] = run.timeline!.pods;
  const all = Array.from({ length: pods }, (_, index) =>
    index === 1 ? killedByFault(pod!) : pod!,
  );
  return {
    ...run,
    peakMemoryBytes: all.map((_, index) => run.peakMemoryBytes[0]! + index),
    timeline: { ...run.timeline!, pods: all, refusedAt: [10.1, 10.2, 10.2] },
  };
}

const drawn = (...runs: Observations[]) =>
  oneFlood(
    runs.map((observations, index) => ({
      name: `run ${index}`,
      memoryLimitBytes: LIMIT,
      observations,
    })),
  )!;

type Panels = { title?: Json; layer?: Json[]; encoding?: Json }[];
const columnsOf = (spec: ReturnType<typeof drawn>) =>
  (spec.hconcat as { vconcat: Panels }[]).map(({ vconcat }) => vconcat);

describe('the chart of one flood', () => {
  it('of one pod has its memory and its crowd', () => {
    const [panels] = columnsOf(drawn(exampleRun(40, 4.5)));
    expect(panels).toHaveLength(2);
  });

  it('of a fleet has the memory of each pod, the crowd, and the 503s so far', () => {
    const [panels] = columnsOf(drawn(fleet(3)));
    expect(panels).toHaveLength(5);
    for (const pod of [0, 1, 2]) {
      expect(JSON.stringify(panels![pod])).toContain(`pod ${pod} [MiB]`);
    }
    expect(JSON.stringify(panels![4])).toContain('"so far"');
  });

  it('of a large fleet has the pods with the highest peaks, and says so', () => {
    const spec = drawn(fleet(6));
    expect(columnsOf(spec)[0]).toHaveLength(4 + 2);
    expect(JSON.stringify(spec)).not.toContain('pod 1 [MiB]');
    expect(spec.title.subtitle.join(' ')).toContain('the pods with the highest peaks');
  });

  it('tells a kill by a fault from an OOM kill', () => {
    const spec = drawn(fleet(2));
    expect(spec.title.text.join(' ')).toMatch(
      /^Run 0: pod 1 killed at 10 s, no OOM kill, peak .*, 3 503s$/,
    );
    expect(JSON.stringify(columnsOf(spec)[0]![1])).toContain('triangle-down');
    expect(JSON.stringify(columnsOf(spec)[0]![0])).not.toContain('triangle-down');
    expect(spec.title.subtitle.join(' ')).toContain('triangle: any other death');
    const killed = drawn(exampleRun(128, 12));
    expect(JSON.stringify(killed).includes('triangle-down')).toBe(false);
  });

  it('shows nothing of a pod while it is out, and all of it at once when it is back', () => {
    const panel = columnsOf(drawn(fleet(2)))[0]![1]!;
    const area = panel.layer![0] as {
      data: { values: { at: number; high: number; low: number }[] };
    };
    const at12 = area.data.values.filter(({ at }) => Math.abs(at - 12) < 0.02);
    expect(Math.max(...at12.map(({ high }) => high))).toBeGreaterThan(24);
    const parts = 7;
    expect(at12.length % parts).toBe(0);
    expect(at12.length).toBeGreaterThanOrEqual(2 * parts);
  });

  it('draws runs of different fleets beside each other without a complaint', async () => {
    const complaints: string[] = [];
    const spec = drawn(fleet(3), exampleRun(128, 12), fleet(2));
    const svg = await renderSvg(spec, (complaint) => complaints.push(complaint));
    expect(complaints).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
