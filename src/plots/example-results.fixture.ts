/** Plausible results for the tests of charts and reports: smooth made-up curves, no simulation. */
import { readFileSync } from 'node:fs';
import { noneSeenBound } from '../stats/proportion.ts';
import { type ChartRequest, chartKind } from '../sweep/chart-request.ts';
import type {
  ExperimentResults,
  GridResult,
  Incident,
  Measured,
  MeasuredPoint,
  NamedTimeline,
  TheoryRow,
  Varied,
} from '../sweep/results.ts';
import { type Cell, type Row, STATISTICS } from '../sweep/row.ts';
import { exampleConformance } from './example-conformance.fixture.ts';
import { exampleRun } from './example-run.fixture.ts';

const MIB = 2 ** 20;
const LIMIT = 512 * MIB;

/** Base and bytes per request in flight [MiB], and how many bodies a limiter lets in. */
const PATHS: Record<string, { base: number; slope: number; parked: number; admitted: number }> = {
  'limiter-then-parts': { base: 24, slope: 20, parked: 1, admitted: 4 },
  'limiter-then-read': { base: 24, slope: 42, parked: 0.83, admitted: 4 },
  parts: { base: 79, slope: 9.2, parked: 0, admitted: 1e9 },
  'sleep-then-read': { base: 47, slope: 13.7, parked: 0, admitted: 1e9 },
  'read-all': { base: 9, slope: 45.5, parked: 0, admitted: 1e9 },
  'incident-fit': { base: 42.3, slope: 7.32, parked: 0, admitted: 1e9 },
};

export const HANDLERS = Object.keys(PATHS);

export function exampleResults(name: string): ExperimentResults {
  const { grids, rows } = exampleGrids(name);
  return {
    experiment: {
      name,
      title: `Example of ${name}`,
      question: 'How tight must the cap be?',
      expectation: 'A cap of 40 is safe under the limiter paths only.',
      outcome: null,
      per: 'backup window',
      kind: name === 'theory' || name === 'conformance' ? name : 'sweep',
      charts: name === 'knob' ? KNOBS : (CHARTS_OF[name] ?? []).map(byName),
      random: [
        { path: 'clients[0].workers', text: 'uniform from 96 to 160', source: 'assumed' },
        { path: 'pod.runEffect', text: 'lognormal, median 1, cv 0.06', source: 'measured' },
      ],
    },
    model: { name: 's3proxy', description: 'The incident.', file: 'models/s3proxy.yaml' },
    facts: {
      memoryLimitBytes: LIMIT,
      maxconn: 40,
      queueTimeoutS: 30,
      podReplicas: 3,
      haproxyReplicas: 1,
      overshootsOnReturn: false,
      workers: '128',
      bodySize: '16 MB',
      handler: 'limiter-then-parts',
    },
    asked: { experiment: name, set: [] },
    seed: '1',
    quick: false,
    grids,
    rows,
    timelines: name === 'maxconn' || name === 'incident' ? exampleTimelines() : [],
    measured: measured(),
    sources: [
      { path: 'pod.memoryLimit', value: '512 MiB', source: 's3proxy-python#99' },
      { path: 'pod.startup', value: '1 s', source: 'assumed' },
      { path: 'link.rate', value: 'none', source: null },
    ],
    theory: name === 'theory' ? exampleTheory() : null,
    conformance: name === 'conformance' ? exampleConformance() : null,
  };
}

/** The example with second figures about the first ones, and differences from the present cap. */
export function withSecondFigures(results: ExperimentResults): ExperimentResults {
  const rows = results.rows.map((row): Row => {
    if (row['pod.handler'] === 'incident-fit' || row.grid === 'fan') return row;
    const peak = Number(row.peak_memory_p50_bytes);
    const first = Number(row.oom_probability);
    const floor = peak >= LIMIT ? 0.5 : 0.2 * (peak / LIMIT) ** 12;
    const isCompared = 'haproxy.maxconn' in row && row['haproxy.maxconn'] !== 40;
    return {
      ...row,
      oom_probability_all: 0.9 * first + 0.1 * floor,
      oom_probability_all_low: 0.8 * first,
      oom_probability_all_high: first + (1 - first) * floor,
      oom_input_low: Math.max(0, 2 * first - 1),
      oom_input_high: Math.min(1, 2 * first + floor),
      oom_floor: floor,
      oom_all_note: '20 draws',
      ...(isCompared && {
        against: 'haproxy.maxconn 40',
        oom_difference: first / 2,
        oom_difference_low: first / 4,
        oom_difference_high: first,
        served_difference: first === 0 ? 0 : -0.05,
        served_difference_low: first === 0 ? null : -0.08,
        served_difference_high: first === 0 ? null : -0.012,
        paired_replications: RUNS,
      }),
    };
  });
  return { ...results, rows };
}

const byName = (chart: string): ChartRequest => ({ chart, name: chart, knob: null });

/** A chart `knob` as an experiment file would ask for it. */
export function knobChart(name: string, asked: Record<string, unknown>): ChartRequest {
  const reading = chartKind.read({ chart: 'knob', name, ...asked });
  if ('value' in reading) return reading.value;
  throw new Error(JSON.stringify(reading.problems));
}

const KNOBS: ChartRequest[] = [
  knobChart('versions', {
    x: 'case',
    series: 'pod.replicas',
    panels: ['oom_probability', 'served_within_60s', 'queue_wait', 'peak_memory'],
  }),
  knobChart('caps', {
    grid: 'proxies',
    x: 'haproxy.maxconn',
    panels: ['oom_probability', ['killed_share', 'queue_timeout_share'], 'peak_memory', 'goodput'],
    title: 'Several frontproxies',
  }),
  knobChart('proxies', {
    x: 'haproxy.replicas',
    series: [],
    panels: ['goodput', 'latency', 'oom_kills_mean', 'peak_in_flight_max', 'oom_probability'],
  }),
];

const CHARTS_OF: Record<string, string[]> = {
  maxconn: ['risk-and-cost', 'hypothesis-fan', 'where-the-bytes-go', 'one-flood'],
  'queue-timeout': ['queue-timeout'],
  'memory-limit': ['maxconn-by-limit'],
  'flood-size': ['flood-size'],
  incident: ['four-cells', 'one-flood'],
  theory: ['theory'],
  conformance: ['predicted-vs-measured'],
};

/** A varied path of numbers or words, labelled by `write`. */
export function varied(
  path: string,
  unit: string,
  values: readonly Cell[],
  write: (value: Cell) => string = (value) => String(value ?? 'none'),
): Varied {
  return { path, unit, values, labels: values.map(write) };
}

const inMiB = (value: Cell) => (value === null ? 'none' : `${Number(value) / MIB}Mi`);
const inMB = (value: Cell) => `${Number(value) / 1e6}MB`;
const inS = (value: Cell) => (value === null ? 'none' : `${value}s`);
const MAXCONNS: Cell[] = [5, 10, 20, 30, 40, 50, 60, 80, 100, 128, null];

function exampleGrids(name: string): { grids: GridResult[]; rows: Row[] } {
  const handlers = varied('pod.handler', 'text', HANDLERS);
  const grid = (key: string, ...paths: Varied[]): [GridResult, Row[]] => {
    const made = { name: key, varied: paths, replications: 100 };
    return [made, points(paths).map((point) => exampleRow(key, point))];
  };
  const pairs: Record<string, [GridResult, Row[]][]> = {
    maxconn: [
      grid(
        'main',
        handlers,
        varied('haproxy.maxconn', 'count', MAXCONNS),
        varied('pod.replicas', 'count', [1, 2, 3]),
      ),
      grid(
        'fan',
        handlers,
        varied('clients[0].workers', 'count', [1, 5, 10, 20, 40, 60, 80, 100, 128]),
      ),
      grid('anatomy', varied('case', 'text', ANATOMY)),
    ],
    'queue-timeout': [
      grid(
        'main',
        varied('pod.handler', 'text', ['limiter-then-parts', 'parts']),
        varied('haproxy.timeouts.queue', 's', [1, 2, 5, 10, 20, 30, 60, null], inS),
      ),
    ],
    'memory-limit': [
      grid(
        'main',
        handlers,
        varied('haproxy.maxconn', 'count', [5, 10, 20, 30, 40, 60, 80, 128, null]),
        varied('pod.memoryLimit', 'B', [256, 384, 512, 768, 1024, 2048].map(bytesOf), inMiB),
      ),
    ],
    'flood-size': [
      grid(
        'main',
        varied('pod.handler', 'text', ['limiter-then-parts', 'parts', 'read-all']),
        varied('clients[0].workers', 'count', [8, 16, 32, 64, 128, 256]),
        varied('clients[0].bodySize', 'B', [1e6, 4e6, 16e6, 64e6], inMB),
      ),
    ],
    knob: [
      grid(
        'main',
        varied('pod.replicas', 'count', [1, 3]),
        varied('case', 'text', ['2.6', '3.2', 'no cap']),
      ),
      grid(
        'proxies',
        varied('haproxy.replicas', 'count', [1, 2, 3]),
        varied('haproxy.maxconn', 'count', [10, 20, 40, 60, null]),
      ),
    ],
    incident: [
      grid(
        'main',
        handlers,
        varied('case', 'text', ['direct PUT', 'capped PUT', 'direct mixed', 'capped mixed']),
      ),
    ],
  };
  const made = pairs[name] ?? [];
  return { grids: made.map(([grid]) => grid), rows: made.flatMap(([, rows]) => rows) };
}

const ANATOMY = [
  'maxconn 40',
  'two frontproxies',
  'restart overshoot',
  '64 MB bodies',
  'slow GETs',
  'no cap',
];

function bytesOf(mebibytes: number): number {
  return mebibytes * MIB;
}

function points(paths: readonly Varied[]): Record<string, Cell>[] {
  return paths.reduce<Record<string, Cell>[]>(
    (done, path) =>
      done.flatMap((point) => path.values.map((value) => ({ ...point, [path.path]: value }))),
    [{}],
  );
}

const RUNS = 100;

/** One row: peaks from the line of the handler, P(OOM) from a logistic spread around them. */
function exampleRow(grid: string, point: Record<string, Cell>): Row {
  const direct = String(point.case).startsWith('direct') || point.case === 'no cap';
  const handler = PATHS[String(point['pod.handler'] ?? 'parts')]!;
  const pods = Number(point['pod.replicas'] ?? 1);
  const demand = Number(point['clients[0].workers'] ?? 128) / pods;
  const cap = 'haproxy.maxconn' in point ? point['haproxy.maxconn'] : direct ? null : 40;
  const proxies = Number(point['haproxy.replicas'] ?? 1);
  const caseFactor = { 'two frontproxies': 2, 'restart overshoot': 1.6 }[String(point.case)] ?? 1;
  const capped = grid === 'fan' ? demand : Math.min(demand, (cap ?? Infinity) as number);
  const inFlight = capped * caseFactor * proxies;
  const size = Number(
    point['clients[0].bodySize'] ?? (point.case === '64 MB bodies' ? 64e6 : 16e6),
  );
  const admitted = Math.min(inFlight, handler.admitted);
  const live =
    admitted * handler.slope * Math.min(1, size / 16e6) + (inFlight - admitted) * handler.parked;
  const peak = (handler.base + live) * MIB;
  const limit = 'pod.memoryLimit' in point ? Number(point['pod.memoryLimit']) : LIMIT;
  const chance = 1 / (1 + Math.exp(-25 * Math.log(peak / limit)));
  const kills = grid === 'fan' ? 0 : Math.round(chance * RUNS);
  const [low, high] = wilson(kills, RUNS);
  const wait = Math.max(0, (128 / pods - inFlight) / 3);
  const timeout = Number(point['haproxy.timeouts.queue'] ?? 60);
  const lost = Math.min(0.6, Math.max(0, (wait - timeout) / 60));
  const served = Math.max(0, 1 - lost - (0.7 * kills) / RUNS - Math.max(0, wait - 30) / 60);
  const shown = Math.min(peak, grid === 'fan' ? Infinity : limit);
  const parts = split(shown, handler.base * MIB, inFlight);
  const values: Record<string, Cell> = {
    oom_probability: kills / RUNS,
    oom_probability_low: low,
    oom_probability_high: high,
    oom_probability_bound: boundAfter(kills),
    served_within_60s_share: served,
    served_within_60s_low: Math.max(0, served - 0.02),
    served_within_60s_high: Math.min(1, served + 0.02),
    latency_p50_s: wait / 2 + 1,
    latency_p99_s: lost > 0.01 ? null : wait + 2,
    latency_ok_p50_s: wait / 2 + 1,
    latency_ok_p99_s: wait + 2,
    queue_wait_p50_s: Math.min(wait / 2, timeout),
    queue_wait_p99_s: Math.min(wait, timeout),
    ok_share: served,
    queue_timeout_share: lost,
    no_server_share: 0,
    limiter_rejected_share: 0,
    killed_share: (0.3 * kills) / RUNS,
    gateway_timeout_share: 0,
    client_gave_up_share: 0,
    not_accepted_share: 0,
    unfinished_share: 0,
    attempts_per_operation: 1,
    goodput_bytes_per_s: 40e6 * served,
    terminations: '',
    peak_memory_p50_bytes: shown,
    peak_memory_p05_bytes: shown * 0.94,
    peak_memory_p95_bytes: shown * 1.07,
    peak_memory_max_bytes: shown * 1.1,
    peak_in_flight_max: Math.round(inFlight),
    peak_queue_max: 128 - Math.round(inFlight),
    bound_bytes: cap === null ? null : (24 + 1.1 * handler.slope * Number(cap)) * MIB,
    bound_note: cap === null ? 'no bound: no maxconn' : '',
    deterministic: false,
    replications: RUNS,
    requests: 256 * RUNS,
    events: 4000 * RUNS,
    warnings: kills > 0 && kills < 5 ? 'fewer than 5 runs with a kill: a wide interval' : '',
    ...parts,
    grid,
  };
  const row: Record<string, Cell> = { ...point };
  for (const { key } of STATISTICS) row[key] = values[key] ?? null;
  return row;
}

function split(peak: number, base: number, inFlight: number): Record<string, Cell> {
  const unread = inFlight * 0.12 * MIB;
  const receive = inFlight * 0.7 * MIB;
  const rest = Math.max(0, peak - base - unread - receive);
  return {
    peak_base_bytes: base,
    peak_handler_bytes: rest * 0.8,
    peak_unread_bytes: unread,
    peak_write_buffer_bytes: 0,
    peak_kernel_receive_bytes: receive,
    peak_kernel_send_bytes: 0,
    peak_retained_bytes: rest * 0.2,
  };
}

/** The exact one-sided bound after no kill, or nothing else. */
function boundAfter(kills: number): number | null {
  const bound = noneSeenBound(RUNS);
  return kills === 0 ? bound : kills === RUNS ? 1 - bound : null;
}

function wilson(hits: number, n: number): [number, number] {
  const z2 = 1.96 ** 2;
  const middle = (hits + z2 / 2) / (n + z2);
  const half = (1.96 / (n + z2)) * Math.sqrt((hits * (n - hits)) / n + z2 / 4);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** As shipped. */
function measured(): Measured {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../models/measured/${name}`, import.meta.url), 'utf8'));
  const { points } = read('in-flight.json') as { points: MeasuredPoint[] };
  return { points, incident: read('incident.json') as Incident };
}

function exampleTheory(): TheoryRow[] {
  const ids = ['O1 c=1 rho=0.7', 'O1 c=4 rho=0.9', 'O2 c=2', 'O4 cv=2', 'O9 (a)', 'O15 PS'];
  return ids.flatMap((id, index) =>
    ['mean wait', 'P(wait)'].map((statistic, other) => {
      const exact = 0.3 * (index + 1);
      const z = ((index * 7 + other * 3) % 9) / 3 - 1.3;
      const standardError = exact * 0.004 * (other + 1);
      return {
        id: `${id} ${statistic}`,
        title: `Case ${index + 1}: ${statistic}`,
        statistic,
        exact,
        simulated: exact + z * standardError,
        standardError,
        z,
        events: 2e6,
      };
    }),
  );
}

function exampleTimelines(): NamedTimeline[] {
  return [
    { name: 'direct', memoryLimitBytes: LIMIT, observations: exampleRun(128, 12) },
    { name: 'maxconn 40', memoryLimitBytes: LIMIT, observations: exampleRun(40, 4.5) },
  ];
}
