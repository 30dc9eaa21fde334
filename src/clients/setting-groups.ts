/** Settings of clients that come in groups: retries, multipart uploads, stalls, bursts, a trace. */
import { ENDINGS, type Ending } from '../request/ending.ts';
import { BYTE, SECONDS } from '../schema/dimension.ts';
import {
  bytes,
  bytesLaw,
  count,
  flag,
  group,
  oneOf,
  plainNumber,
  seconds,
  secondsLaw,
  share,
  someOf,
  table,
} from '../schema/fields.ts';
import { quantity } from '../schema/quantity.ts';
import { choice } from '../schema/word.ts';

export const METHODS = ['PUT', 'GET', 'POST', 'HEAD', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

const JITTERS = ['full', 'none'] as const;

const BACKOFF =
  'AWS Architecture Blog, Exponential Backoff And Jitter: full jitter; botocore retries/standard.py';
const BUDGET = 'Finagle RetryBudget: a request deposits, a retry withdraws';
const TRANSFER = 'boto3 TransferConfig';

/** Endings a client may try again after: all that are an error's. */
const FAILURES = ENDINGS.filter((ending) => ending !== 'ok' && ending !== 'unfinished') as Exclude<
  Ending,
  'ok' | 'unfinished'
>[];

export const retry = group('Further attempts at an operation that failed.', {
  attempts: count({
    doc: 'Most attempts at one request, the first included; 1 is no retry, botocore makes 3.',
    min: 1,
    default: 1,
    source: 'choice: no retry',
  }),
  base: seconds({
    doc: 'Longest back-off before the first retry; doubled before each further one.',
    default: '1s',
    source: BACKOFF,
  }),
  cap: seconds({
    doc: 'Longest back-off before any retry.',
    default: '20s',
    source: 'botocore retries/standard.py, _MAX_BACKOFF',
  }),
  jitter: oneOf(JITTERS, {
    doc: 'full draws each back-off between 0 and its longest; none always takes the longest.',
    default: 'full',
    source: BACKOFF,
  }),
  on: someOf(FAILURES, {
    doc: 'Endings that are tried again.',
    default: FAILURES,
    source: 'botocore retries/standard.py: 500, 502, 503, 504, connection errors and time-outs',
  }),
  budget: plainNumber({
    doc: 'Retries that each operation begun adds to a store all workers share; none is no limit.',
    none: true,
    default: 'none',
    source: `choice: no budget; ${BUDGET}`,
  }),
  reserve: plainNumber({
    doc: 'Retries the store holds at most, and at the start.',
    min: 1,
    default: 10,
    source: BUDGET,
  }),
});

export const multipart = group('Uploads in parts, as S3 clients send large objects.', {
  partSize: bytes({
    doc: 'PUTs with larger bodies go as parts of this size, between two POSTs; botocore takes 8MiB.',
    above: 0,
    none: true,
    default: 'none',
    source: `choice: whole bodies; ${TRANSFER}: multipart_threshold and multipart_chunksize 8388608`,
  }),
  concurrency: count({
    doc: 'Parts of one upload sent at once; they share the pace of their client.',
    min: 1,
    default: 10,
    source: `${TRANSFER}: max_concurrency`,
  }),
});

export const expect = group('Expect: 100-continue on requests with a body.', {
  enabled: flag({
    doc: 'Whether a client asks before it sends a body.',
    default: false,
    source: 'choice',
  }),
  wait: seconds({
    doc: 'Longest wait for the answer 100, after which the body is sent unasked.',
    above: 0,
    default: '1s',
    source: 'botocore awsrequest.py: waits 1 second for the 100 Continue',
  }),
});

export const stall = group('Clients that stop sending or reading in the middle of a request.', {
  share: share({
    doc: 'Share of the attempts that stall.',
    default: 0,
    source: 'choice: none does',
  }),
  after: bytesLaw({
    doc: 'Bytes of the body, or of the answer to a GET, after which it stalls.',
    default: '0B',
    source: 'assumed',
  }),
  for: secondsLaw({
    doc: 'How long it stalls; none is for good.',
    above: 0,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
});

export const bursts = group('Arrivals that are on and off by turns, on first.', {
  on: secondsLaw({
    doc: 'How long a burst lasts; none never ends.',
    above: 0,
    none: true,
    default: 'none',
    source: 'choice: always on',
  }),
  off: secondsLaw({
    doc: 'How long the silence after a burst lasts.',
    default: '0s',
    source: 'choice: always on',
  }),
});

/** One request of a trace. */
export interface TraceRow {
  /** When it was sent [s]. */
  readonly at: number;
  readonly method: Method;
  /** Body of a PUT or POST; of the answer to a GET where that has no figure of its own [B]. */
  readonly bytes: number;
  /** Body of the answer to a GET [B]. */
  readonly responseBytes?: number;
}

export const trace = table<TraceRow>(
  {
    at: { kind: quantity(SECONDS, {}), optional: false },
    method: { kind: choice(METHODS), optional: false },
    bytes: { kind: quantity(BYTE, {}), optional: false },
    responseBytes: { kind: quantity(BYTE, {}), optional: true },
  },
  {
    doc: 'The requests, in any order; bytes are of the body, or of the answer where that is a GET.',
    source: 'choice',
  },
);
