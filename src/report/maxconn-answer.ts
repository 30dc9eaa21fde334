/** The answer to `how tight must maxconn be`: per handler path the largest cap that is safe. */
import { count, mib, percent, sentenceList } from '../plots/quantity.ts';
import {
  gridWith,
  hold,
  labelOf,
  limitOf,
  nearestTested,
  numberIn,
  type Slice,
  variedOf,
} from '../plots/slice.ts';
import type { ExperimentResults, Varied } from '../sweep/results.ts';
import type { Cell, Row } from '../sweep/row.ts';
import { rangeInWords, type SafeRange, safeRange } from './safe-range.ts';
import { isSafe, oomInWords } from './words.ts';

const MAXCONN = 'haproxy.maxconn';
const HANDLER = 'pod.handler';
const PODS = 'pod.replicas';

/** Empty where the experiment does not vary both the cap and the handler path at one limit. */
export function maxconnAnswer(results: ExperimentResults): string[] {
  const found = gridWith(results, 'main', [MAXCONN, HANDLER]);
  if (found === null || variedOf(found.grid, 'pod.memoryLimit') !== null) return [];
  const maxconn = variedOf(found.grid, MAXCONN)!;
  const own = hold(found, results.facts, [MAXCONN, HANDLER]);
  const handlers = variedOf(found.grid, HANDLER)!.values;
  const rowsOf = (slice: Slice, handler: Cell) =>
    slice.rows.filter((row) => row[HANDLER] === handler);
  return [
    ...overall(results, own, maxconn),
    ...handlers.map((handler) =>
      pathInWords(results, String(handler), rowsOf(own, handler), maxconn),
    ),
    ...otherFleets(results, found, maxconn),
    ...roomInWords(results, own),
    ...priceInWords(results, own, maxconn),
  ].filter((sentence) => sentence !== '');
}

/** The caps that no path contradicts, or that there is none. */
function overall(results: ExperimentResults, own: Slice, maxconn: Varied): string[] {
  const rowsAt = (value: Cell) => own.rows.filter((row) => row[MAXCONN] === value);
  const split = maxconn.values.findIndex((value) => !rowsAt(value).every(isSafe));
  const agreed = split < 0 ? maxconn.values : maxconn.values.slice(0, split);
  const held = own.held.length > 0 ? ` (${own.held.join(', ')})` : '';
  if (agreed.length === 0) {
    return [
      `No tested maxconn is safe under every handler path${held}: settle which path the bodies take, cap the body size or raise the memory limit.`,
    ];
  }
  const largest = agreed[agreed.length - 1]!;
  const worst = rowsAt(largest)[0]!;
  if (largest === null) {
    return [
      `Whatever path the bodies take${held}, no cap is needed against OOM kills: even without one, ${oomInWords(worst, results.experiment.per)} under each path.`,
    ];
  }
  return [
    `Whatever path the bodies take${held}, the largest maxconn without an OOM kill is ${labelOf(maxconn, largest)}: ${oomInWords(worst, results.experiment.per)} under each path${frontproxies(results, largest)}.`,
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

function pathInWords(
  results: ExperimentResults,
  handler: string,
  rows: readonly Row[],
  maxconn: Varied,
): string {
  const per = results.experiment.per;
  const range = safeRange(rows);
  const own = nearestTested(maxconn, results.facts.maxconn);
  const chosen = rows.find((row) => row[MAXCONN] === own);
  if (chosen === undefined) return '';
  const label = (row: Row) => labelOf(maxconn, row[MAXCONN] ?? null);
  const at = (row: Row) => `maxconn ${label(row)}: ${oomInWords(row, per)}`;
  const fitted = handler === 'incident-fit' ? ' (fitted to the incident, not evidence)' : '';
  const start = `If the bodies take path ${handler}${fitted}:`;
  const bound = doubledInWords(chosen, rows, maxconn) + boundInWords(results, rows, maxconn);
  switch (range.kind) {
    case 'all':
      return `${start} no tested maxconn gives a kill; ${at(chosen)}.${bound}`;
    case 'none':
      return `${start} no maxconn is safe, not even ${at(rows[0]!)}; cap the body size or raise the memory limit.${bound}`;
    case 'up to': {
      const also = chosen === range.last || chosen === range.next ? '' : `; ${at(chosen)}`;
      return `${start} safe up to ${at(range.last)}; flips at ${at(range.next)}${also}.${bound}`;
    }
    default:
      return `${start} no kill at ${rangeInWords(range, maxconn)}; ${at(chosen)}.${bound}`;
  }
}

/** Twice the frontproxies let in what twice the cap does; said where that was tested and kills. */
function doubledInWords(chosen: Row, rows: readonly Row[], maxconn: Varied): string {
  const cap = chosen[MAXCONN];
  if (typeof cap !== 'number' || !isSafe(chosen)) return '';
  const doubled = rows.find((row) => row[MAXCONN] === 2 * cap);
  if (doubled === undefined || isSafe(doubled)) return '';
  const [one, two] = [cap, 2 * cap].map((value) => labelOf(maxconn, value));
  return ` Flips with twice the frontproxies: ${one} in each lets in what ${two} does here.`;
}

/** Up to which cap the deterministic bound keeps the memory of a pod below its limit. */
function boundInWords(results: ExperimentResults, rows: readonly Row[], maxconn: Varied): string {
  let last: Row | null = null;
  for (const row of rows) {
    const bound = numberIn(row, 'bound_bytes');
    const limit = limitOf(row, results.facts);
    if (bound === null || limit === null || bound > limit) break;
    last = row;
  }
  if (last === null) return '';
  return ` The deterministic bound stays below the limit up to ${labelOf(maxconn, last[MAXCONN] ?? null)}.`;
}

/** The other fleet sizes in one sentence each. */
function otherFleets(results: ExperimentResults, found: Slice, maxconn: Varied): string[] {
  const pods = variedOf(found.grid, PODS);
  if (pods === null) return [];
  const others = pods.values.filter((value) => value !== results.facts.podReplicas);
  return others.map((value) => {
    const slice = hold(
      { ...found, rows: found.rows.filter((row) => row[PODS] === value) },
      results.facts,
      [MAXCONN, HANDLER, PODS],
    );
    const ranges = variedOf(found.grid, HANDLER)!.values.map((handler): [Cell, SafeRange] => [
      handler,
      safeRange(slice.rows.filter((row) => row[HANDLER] === handler)),
    ]);
    const parts = ranges.map(([handler, range]) => `${handler} ${rangeInWords(range, maxconn)}`);
    const missing = value === results.facts.podReplicas - 1 ? ', one missing,' : '';
    return `With ${count(Number(value), 'pod')} in place of ${results.facts.podReplicas}${missing || ','} maxconn without a kill: ${parts.join('; ')}.`;
  });
}

/** What the limit leaves for each request at the model's own cap. */
function roomInWords(results: ExperimentResults, own: Slice): string[] {
  const { maxconn, memoryLimitBytes, haproxyReplicas } = results.facts;
  const bases = own.rows.flatMap((row) => numberIn(row, 'peak_base_bytes') ?? []);
  if (maxconn === null || memoryLimitBytes === null || bases.length === 0) return [];
  const base = Math.min(...bases.filter((value) => value > 0));
  const inFlight = maxconn * Math.max(1, haproxyReplicas);
  const room = (memoryLimitBytes - base) / inFlight;
  if (!Number.isFinite(room)) return [];
  return [
    `Arithmetic at ${inFlight} requests in flight: ${mib(memoryLimitBytes)} less ${mib(base)} for the idle process leaves ${mebibytes(room)} a request; a path that needs more flips to OOM. With twice the frontproxies, or twice the cap after a restart, it leaves ${mebibytes(room / 2)}.`,
  ];
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** What the cap costs: requests served late at the tightest cap and at the model's own. */
function priceInWords(results: ExperimentResults, own: Slice, maxconn: Varied): string[] {
  const served = (value: Cell) => {
    const shares = own.rows
      .filter((row) => row[MAXCONN] === value)
      .flatMap((row) => numberIn(row, 'served_within_60s_share') ?? []);
    if (shares.length === 0) return null;
    const low = percent(Math.min(...shares));
    const high = percent(Math.max(...shares));
    return low === high ? low : `${low} to ${high}`;
  };
  const nearest = nearestTested(maxconn, results.facts.maxconn);
  const values = [...new Set([maxconn.values[0]!, nearest, maxconn.values.at(-1)!])];
  const parts = values.flatMap((value) => {
    const share = served(value);
    return share === null ? [] : [`${share} at maxconn ${labelOf(maxconn, value)}`];
  });
  if (parts.length === 0) return [];
  return [`Served within 60 s, by path: ${sentenceList(parts)}.`];
}
