/** The answer to `how tight must maxconn be`: at the model's own cap, then path by path. */
import { isFitted } from '../plots/incident-cells.ts';
import { intervalInWords, isDeterministic, isSafe, oomCount } from '../plots/oom-chance.ts';
import { rangeInWords, type SafeRange, safeRange } from '../plots/safe-range.ts';
import {
  boundHoldsUpTo,
  gridWith,
  heldInWords,
  hold,
  labelOf,
  nearestTested,
  numberIn,
  type Slice,
  shareRange,
  variedOf,
} from '../plots/slice.ts';
import { HANDLER, MAXCONN, MEMORY_LIMIT, PODS } from '../sweep/paths.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { count, readableBytes, sentenceList } from '../units/readable.ts';
import { errorsInWords, oomInWords, oomUnderEach } from './words.ts';

/** Rows of one handler path, one for each cap. */
interface Path {
  readonly handler: string;
  readonly rows: readonly Row[];
}

/** Empty where the experiment does not vary both the cap and the handler path at one limit. */
export function maxconnAnswer(results: ExperimentResults): string[] {
  const found = gridWith(results, 'main', [MAXCONN, HANDLER]);
  if (found === null || variedOf(found.grid, MEMORY_LIMIT) !== null) return [];
  const maxconn = variedOf(found.grid, MAXCONN)!;
  const own = hold(found, results.facts, [MAXCONN, HANDLER]);
  const paths = pathsOf(own);
  const harmless = paths.filter(({ rows }) => rows.every(isSafe));
  const risky = paths.filter((path) => !harmless.includes(path));
  return [
    ...atOwnCap(results, own, maxconn),
    ...overall(results, own, maxconn),
    ...risky.map((path) => riskyInWords(results, path, maxconn)),
    ...harmlessInWords(results, harmless, maxconn),
    ...otherFleets(results, found, maxconn),
    ...roomInWords(results, own),
    ...priceInWords(results, own, maxconn),
  ];
}

function pathsOf({ grid, rows }: Slice): Path[] {
  return variedOf(grid, HANDLER)!
    .values.map((handler) => ({
      handler: String(handler),
      rows: rows.filter((row) => row[HANDLER] === handler),
    }))
    .filter((path) => path.rows.length > 0);
}

/** What happens at the cap of the model, or at the tested one nearest to it. */
function atOwnCap(results: ExperimentResults, own: Slice, maxconn: Varied): string[] {
  const { facts, experiment } = results;
  const cap = nearestTested(maxconn, facts.maxconn);
  const rows = own.rows.filter((row) => row[MAXCONN] === cap);
  if (rows.length === 0) return [];
  const nearest = cap === facts.maxconn ? '' : ` (the tested one nearest to ${facts.maxconn})`;
  const others = own.held.filter(({ path }) => path !== PODS);
  const pods = own.held.find(({ path }) => path === PODS)?.label ?? facts.podReplicas;
  const where = [
    `maxconn ${labelOf(maxconn, cap)}${nearest}`,
    count(Number(pods), 'pod'),
    ...others.map(({ path, label }) => `${path} ${label}`),
  ].join(', ');
  const killed = rows.filter((row) => !isSafe(row));
  const spared = rows.filter(isSafe);
  const none = () => oomUnderEach(spared, experiment.per, 'under each');
  if (killed.length === 0) {
    return [`${where}: no OOM kill under any of ${count(rows.length, 'handler path')}: ${none()}.`];
  }
  const said = killed.map((row) => `${named(row[HANDLER])} (${chanceInWords(row)})`);
  const start = `${where}: OOM kills under ${sentenceList(said)}`;
  const names = spared.map((row) => named(row[HANDLER]));
  return [
    spared.length === 0 ? `${start}.` : `${start}; none under ${sentenceList(names)}: ${none()}.`,
  ];
}

/** A path with a warning where it agrees by construction. */
function named(handler: Cell | undefined): string {
  return isFitted(handler ?? null)
    ? `${handler} (fitted to the incident, not evidence)`
    : String(handler);
}

/** `3 of 100 runs, 95%: 1% to 8.5%`. */
function chanceInWords(row: Row): string {
  if (isDeterministic(row)) return `in every run, deterministic${errorsInWords([row])}`;
  const interval = intervalInWords(row);
  const of = `${oomCount(row)} of ${row.replications} runs`;
  return `${interval === '' ? of : `${of}, 95%: ${interval}`}${errorsInWords([row])}`;
}

/** The caps that no path contradicts, or that there is none. */
function overall(results: ExperimentResults, own: Slice, maxconn: Varied): string[] {
  const rowsAt = (value: Cell) => own.rows.filter((row) => row[MAXCONN] === value);
  const split = maxconn.values.findIndex((value) => !rowsAt(value).every(isSafe));
  const agreed = split < 0 ? maxconn.values : maxconn.values.slice(0, split);
  const held = own.held.length > 0 ? ` (${heldInWords(own)})` : '';
  const largest = agreed[agreed.length - 1];
  if (largest === undefined) {
    return [
      `No tested maxconn is safe under every handler path${held}: settle which path the bodies take, cap the body size or raise the memory limit.`,
    ];
  }
  const worst = oomUnderEach(rowsAt(largest), results.experiment.per, 'under each path');
  if (largest === null) {
    return [
      `Whatever path the bodies take${held}, no cap is needed against OOM kills: even without one, ${worst}.`,
    ];
  }
  return [
    `Whatever path the bodies take${held}, the largest maxconn without an OOM kill is ${labelOf(maxconn, largest)}: ${worst}${frontproxies(results, largest)}.`,
  ];
}

/** A cap holds per frontproxy: each further one lets in as many again. */
function frontproxies(results: ExperimentResults, largest: Cell): string {
  const replicas = Math.max(1, results.facts.haproxyReplicas);
  if (typeof largest !== 'number') return '';
  const proxies = replicas === 1 ? '1 frontproxy' : `${replicas} frontproxies`;
  const doubled = Math.floor(largest / 2);
  const then = doubled < 1 ? 'no cap would do' : `it would have to be ${doubled}`;
  return `, with ${proxies} (with twice as many ${then})`;
}

/** Up to where a path is safe, and where it flips. */
function riskyInWords(results: ExperimentResults, path: Path, maxconn: Varied): string {
  const { handler, rows } = path;
  const at = (row: Row) =>
    `maxconn ${labelOf(maxconn, row[MAXCONN] ?? null)}: ${oomInWords(row, results.experiment.per)}`;
  const start = `If the bodies take path ${named(handler)}:`;
  const upTo = boundedBelow(results, path, maxconn);
  const bound =
    upTo === null ? '' : ` The deterministic bound stays below the limit up to ${upTo}.`;
  const more = doubledInWords(results, path, maxconn) + bound;
  const range = safeRange(rows);
  switch (range.kind) {
    case 'none':
      return `${start} no maxconn is safe, not even ${at(rows[0]!)}; cap the body size or raise the memory limit.${more}`;
    case 'up to':
      return `${start} safe up to ${at(range.last)}; flips at ${at(range.next)}.${more}`;
    default:
      return `${start} no kill at ${rangeInWords(range, maxconn)}.${more}`;
  }
}

/** The paths under which no tested cap gives a kill, in one sentence. */
function harmlessInWords(
  results: ExperimentResults,
  paths: readonly Path[],
  maxconn: Varied,
): string[] {
  if (paths.length === 0) return [];
  const names = sentenceList(paths.map(({ handler }) => named(handler)));
  const rows = paths.flatMap((path) => path.rows);
  const bounds = paths.flatMap((path) => {
    const upTo = boundedBelow(results, path, maxconn);
    return upTo === null ? [] : [`${upTo} (${path.handler})`];
  });
  const bound =
    bounds.length === 0
      ? ''
      : ` The deterministic bound stays below the limit up to ${sentenceList(bounds)}.`;
  return [
    `If the bodies take path ${names}: no tested maxconn gives a kill, ${oomUnderEach(rows, results.experiment.per, 'at each')}.${bound}`,
  ];
}

/** Twice the frontproxies let in what twice the cap does; said where that was tested and kills. */
function doubledInWords({ facts }: ExperimentResults, { rows }: Path, maxconn: Varied): string {
  const cap = nearestTested(maxconn, facts.maxconn);
  const chosen = rows.find((row) => row[MAXCONN] === cap);
  if (typeof cap !== 'number' || chosen === undefined || !isSafe(chosen)) return '';
  const doubled = rows.find((row) => row[MAXCONN] === 2 * cap);
  if (doubled === undefined || isSafe(doubled)) return '';
  const [one, two] = [cap, 2 * cap].map((value) => labelOf(maxconn, value));
  return ` Flips with twice the frontproxies: ${one} in each lets in what ${two} does here.`;
}

/** Up to which cap the deterministic bound keeps the memory of a pod below its limit. */
function boundedBelow(
  { facts }: ExperimentResults,
  { rows }: Path,
  maxconn: Varied,
): string | null {
  const last = boundHoldsUpTo(rows, facts);
  return last === null ? null : labelOf(maxconn, last[MAXCONN] ?? null);
}

/** The other fleet sizes in one sentence each. */
function otherFleets({ facts }: ExperimentResults, found: Slice, maxconn: Varied): string[] {
  const pods = variedOf(found.grid, PODS);
  if (pods === null) return [];
  const others = pods.values.filter((value) => value !== facts.podReplicas);
  return others.map((value) => {
    const rows = found.rows.filter((row) => row[PODS] === value);
    const slice = hold({ ...found, rows }, facts, [MAXCONN, HANDLER, PODS]);
    const ranges = pathsOf(slice).map(({ handler, rows }): [string, SafeRange] => [
      handler,
      safeRange(rows),
    ]);
    const parts = ranges.map(([handler, range]) => `${handler} ${rangeInWords(range, maxconn)}`);
    const missing = value === facts.podReplicas - 1 ? ' (one missing)' : '';
    return `With ${count(Number(value), 'pod')}${missing}, maxconn without a kill: ${parts.join('; ')}.`;
  });
}

/** What the limit leaves for each request at the model's own cap. */
function roomInWords({ facts }: ExperimentResults, own: Slice): string[] {
  const { maxconn, memoryLimitBytes, haproxyReplicas, overshootsOnReturn } = facts;
  const bases = own.rows.flatMap((row) => numberIn(row, 'peak_base_bytes') ?? []);
  if (maxconn === null || memoryLimitBytes === null || bases.length === 0) return [];
  const base = Math.min(...bases.filter((value) => value > 0));
  const inFlight = maxconn * Math.max(1, haproxyReplicas);
  const room = (memoryLimitBytes - base) / inFlight;
  if (!Number.isFinite(room)) return [];
  const doubled = overshootsOnReturn
    ? 'With twice the frontproxies, or twice the cap after a restart,'
    : 'With twice the frontproxies (before HAProxy 3.2 also after a restart)';
  return [
    `Arithmetic at ${inFlight} requests in flight: ${readableBytes(memoryLimitBytes)} less ${readableBytes(base)} for the idle process leaves ${readableBytes(room)} a request; a path that needs more flips to OOM. ${doubled} it leaves ${readableBytes(room / 2)}.`,
  ];
}

/** What the cap costs: requests served late at the tightest cap and at the model's own. */
function priceInWords({ facts }: ExperimentResults, own: Slice, maxconn: Varied): string[] {
  const nearest = nearestTested(maxconn, facts.maxconn);
  const values = [...new Set([maxconn.values[0]!, nearest, maxconn.values.at(-1)!])];
  const parts = values.flatMap((value) => {
    const rows = own.rows.filter((row) => row[MAXCONN] === value);
    const share = shareRange(rows, 'served_within_60s_share');
    return share === null ? [] : [`${share} at maxconn ${labelOf(maxconn, value)}`];
  });
  if (parts.length === 0) return [];
  return [`Served within 60 s, by path: ${sentenceList(parts)}.`];
}
