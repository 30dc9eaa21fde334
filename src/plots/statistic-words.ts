/** What statistics are called in charts and tables, and how their values are said. */
import type { Panel } from '../sweep/panels.ts';
import { percent, readableBytes, readableDuration } from '../units/readable.ts';

/** Columns with the shares of endings, and what an ending is called in short. */
export const ENDING_COLUMNS: readonly (readonly [column: string, words: string])[] = [
  ['ok_share', 'ok'],
  ['queue_timeout_share', '503 sQ'],
  ['no_server_share', '503 SC'],
  ['limiter_rejected_share', '503 app'],
  ['killed_share', 'killed'],
  ['gateway_timeout_share', '504'],
  ['client_gave_up_share', 'gave up'],
  ['not_accepted_share', 'not accepted'],
  ['unfinished_share', 'unfinished'],
];

const OF_ATTEMPTS = ', of attempts';

const WORDS: Readonly<Record<string, string>> = {
  oom_probability: 'P(OOM)',
  oom_probability_all: 'P(OOM) with model errors',
  served_within_60s: 'served within 60 s',
  answered_503: 'answered 503',
  cascade_probability: 'P(cascade), of runs with a kill',
  latency: 'operation latency',
  latency_ok: 'latency of ok attempts',
  queue_wait: 'wait in the queue',
  steady_latency: 'mean latency under steady load',
  steady_wait: 'mean wait under steady load',
  steady_ok: 'answered ok under steady load',
  answered_503_share: `answered 503${OF_ATTEMPTS}`,
  attempts_per_operation: 'attempts per operation',
  pod_seconds_lost_mean: 'pod-seconds lost per run',
  oom_kills_mean: 'OOM kills per run',
  liveness_kills_mean: 'liveness kills per run',
  peak_in_flight_max: 'most requests in one pod',
  peak_queue_max: 'longest queue',
  ...Object.fromEntries(
    ENDING_COLUMNS.map(([column, words]) => [column, `${words}${OF_ATTEMPTS}`]),
  ),
};

/** A panel's statistic in words, without its unit. */
export function statisticWords({ name, columns }: Panel): string {
  if (columns.length > 1 && name.includes(', ')) {
    const [solid, dotted] = name.split(', ').map((each) => wordsOf(each).replace(OF_ATTEMPTS, ''));
    return `${solid} (solid), ${dotted} (dotted)`;
  }
  return wordsOf(name);
}

/** A column of the rows in words, without its unit: `served_within_60s_share` is a share. */
export function statisticName(column: string): string {
  return WORDS[column.replace(/_share$/, '')] ?? wordsOf(column);
}

function wordsOf(name: string): string {
  const plain = name
    .replace(/_(s|bytes|bytes_per_s|share)$/, '')
    .replace(/_p(\d\d)$/, (_, quantile) => (quantile === '50' ? ', median' : `, ${quantile}%`));
  return WORDS[name] ?? plain.replaceAll('_', ' ');
}

/** How the values of a unit are drawn: divided by `per`, with `suffix` after the words. */
export function drawnUnit(unit: string): { readonly per: number; readonly suffix: string } {
  switch (unit) {
    case 'B':
      return { per: 2 ** 20, suffix: ' [MiB]' };
    case 'B/s':
      return { per: 1e6, suffix: ' [MB/s]' };
    case 's':
      return { per: 1, suffix: ' [s]' };
    default:
      return { per: 1, suffix: '' };
  }
}

/** A value as a sentence has it, with its unit. */
export function valueInWords(value: number, unit: string): string {
  switch (unit) {
    case 'share':
      return percent(value);
    case 'B':
      return readableBytes(value);
    case 'B/s':
      return `${Number((value / 1e6).toPrecision(3))} MB/s`;
    case 's':
      return readableDuration(value);
    default:
      return String(Number(value.toPrecision(3)));
  }
}
