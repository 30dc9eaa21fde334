/** The results on a terminal. */
import { aligned } from '../src/report/table.ts';
import { percent, readableBytes } from '../src/units/readable.ts';
import type { ColdSweep } from './cold-sweep.ts';
import type { PeakMemory } from './peak-memory.ts';
import type { Saving } from './precision.ts';
import type { Race } from './race.ts';
import { RATIOS, type RatioName, TARGETS } from './ratios.ts';
import type { Results } from './results.ts';
import type { Sanity } from './sanity.ts';
import type { Curve } from './scaling.ts';
import type { TimeSpent } from './time-spent.ts';

/** Files shown of each profile. */
const FILES = 12;

export function story(results: Results): string {
  const {
    core,
    full,
    heap = [],
    workers,
    memory,
    profile,
    sweep,
    precision,
    scaling,
  } = results.parts;
  const races = [core?.race, full, ...heap, workers].filter((race) => race !== undefined);
  return [
    machineLine(results),
    ...(races.length > 0 ? [raceTable(races)] : []),
    ...(core ? [sanityTable(core.sanity)] : []),
    ...(memory ? [memoryTable(memory)] : []),
    ...(profile ? [profileTable(profile)] : []),
    ...(sweep ? [sweepTable(sweep)] : []),
    ...(precision ? [precisionTable(precision)] : []),
    ...(scaling ? [scalingTable(scaling)] : []),
    ratioTable(results),
  ]
    .map((block) => `${block}\n`)
    .join('\n');
}

function machineLine({ machine, commit, effort }: Results): string {
  const { cpu, cores, node, compiler, python, load } = machine;
  const runs = [`Node ${node}`, compiler ?? 'no g++', python ?? 'no SimPy'].join(', ');
  const [began, ended] = load.map((each) => each.toFixed(2));
  return `${cpu}, ${cores} cores; ${runs}; commit ${commit ?? 'unknown'}; effort ${effort}
Load average ${began} at the beginning, ${ended} at the end.`;
}

function raceTable(races: readonly Race[]): string {
  const rows = races.flatMap(({ name, unit, lanes }) =>
    lanes.map((lane, index) => [
      index === 0 ? name : '',
      lane.name,
      rate(lane.best),
      rate(lane.median),
      rate(lane.cpu),
      unit,
    ]),
  );
  return aligned(
    {
      headers: ['race', 'contender', 'best', 'median', 'by processor time', 'unit'],
      numeric: [2, 3, 4],
      rows,
    },
    0,
  );
}

function sanityTable(sanity: readonly Sanity[]): string {
  const rows = sanity.map((one) => [
    one.name,
    one.timedOut.toFixed(6),
    one.timedOutErrors.toFixed(1),
    (1000 * one.meanWait).toFixed(3),
    one.meanWaitErrors.toFixed(1),
    one.agrees ? 'yes' : 'NO',
  ]);
  return aligned(
    {
      headers: ['same work', 'timed out', 'errors off', 'mean wait [ms]', 'errors off', 'agrees'],
      numeric: [1, 2, 3, 4],
      rows,
    },
    0,
  );
}

function memoryTable(peaks: readonly PeakMemory[]): string {
  const rows = peaks.map(({ requests, peakResident, wall, failure }) => [
    requests.toExponential(0),
    peakResident === null ? failure! : readableBytes(peakResident),
    wall === null ? '-' : rate(requests / wall),
  ]);
  return aligned(
    { headers: ['requests', 'peak memory', 'requests/s'], numeric: [0, 1, 2], rows },
    0,
  );
}

function profileTable(spent: readonly TimeSpent[]): string {
  const rows = Array.from({ length: FILES }, (_, place) =>
    spent.flatMap(({ files }) => {
      const file = files[place];
      return file ? [file.file.replace(/^src\//, ''), percent(file.share)] : ['', ''];
    }),
  );
  const headers = spent.flatMap(({ of }) => [`time of ${of}`, 'share']);
  return aligned({ headers, numeric: [1, 3, 5], rows }, 0);
}

function sweepTable({
  command,
  wall,
  cpu,
  phases,
  beforeFirstEvent,
  bareStart,
  chartsShare,
}: ColdSweep): string {
  const rows = [...phases, { name: 'in all', wall, cpu }].map((phase) => [
    phase.name,
    phase.wall.toFixed(2),
    phase.cpu.toFixed(2),
  ]);
  const table = aligned(
    { headers: ['phase', 'wall [s]', 'processor [s]'], numeric: [1, 2], rows },
    0,
  );
  const before = `${beforeFirstEvent.cpu.toFixed(2)} s of processor time before the first event, ${bareStart.toFixed(2)} s of it Node's own`;
  return `${command}, from cold\n${table}\n${before}; charts ${percent(chartsShare)} of the command line's time`;
}

function precisionTable(savings: readonly Saving[]): string {
  const figure = (value: number | null) => (value === null ? '-' : value.toPrecision(3));
  const rows = savings.map((one) => [
    one.name,
    one.figure,
    figure(one.value),
    figure(one.exact),
    one.relativeError === null ? '-' : percent(one.relativeError),
    one.events.toExponential(2),
    one.eventsWithout?.toExponential(2) ?? '-',
    one.factor === null ? 'too few events to say' : `${figure(one.factor)} times fewer`,
  ]);
  return aligned(
    {
      headers: ['method', 'of', 'value', 'exact', 'error', 'events', 'without', 'saves'],
      numeric: [2, 3, 4, 5, 6],
      rows,
    },
    0,
  );
}

function scalingTable(curves: readonly Curve[]): string {
  const rows = curves.map(({ name, axis, points, slope, superlinear, skipped }) => {
    const [first, last] = [points[0]!, points.at(-1)!];
    const judged = slope === null ? 'too few points' : 'grows as the work';
    const left = skipped.length > 0 ? `; not tried: ${skipped.join(', ')}` : '';
    return [
      name,
      `${rate(first.x)} to ${rate(last.x)} ${axis}`,
      (1e6 * first.perRequest).toFixed(2),
      (1e6 * last.perRequest).toFixed(2),
      slope === null ? '-' : slope.toFixed(2),
      `${superlinear ? 'SUPERLINEAR' : judged}${left}`,
    ];
  });
  return aligned(
    {
      headers: ['what grows', 'from and to', 'us/request', 'at the end', 'slope', 'verdict'],
      numeric: [2, 3, 4],
      rows,
    },
    0,
  );
}

function ratioTable(results: Results): string {
  const rows = RATIOS.map((name) => [
    name,
    ratio(results.ratios[name]),
    ratio(results.ratiosByMedian[name]),
    ratio(results.ratiosByProcessorTime[name]),
    goal(name),
    results.missing[name] ?? verdict(name, results.ratios[name]!),
  ]);
  return aligned(
    {
      headers: ['ratio', 'best', 'median', 'by processor time', 'target', 'verdict'],
      numeric: [1, 2, 3],
      rows,
    },
    0,
  );
}

function goal(name: RatioName): string {
  const { goal: aim, least, below } = TARGETS[name];
  return `${below ? '<=' : '>='} ${aim}${least === aim ? '' : `, at the least ${least}`}`;
}

function verdict(name: RatioName, value: number): string {
  const { goal: aim, least, below } = TARGETS[name];
  const reaches = (bound: number) => (below ? value <= bound : value >= bound);
  if (reaches(aim)) return 'met';
  return reaches(least) ? 'the least is met' : 'missed';
}

function ratio(value: number | null): string {
  return value === null ? '-' : value.toPrecision(3);
}

function rate(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
