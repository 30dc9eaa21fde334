/** What a population of clients is made of: who sends what, when and how fast. */
import * as z from 'zod';
import {
  byteRateLaw,
  bytesLaw,
  count,
  countLaw,
  flag,
  frequency,
  list,
  oneOf,
  plainNumber,
  type Resolved,
  seconds,
  secondsLaw,
  share,
  tag,
  text,
} from '../schema/fields.ts';
import { bursts, expect, METHODS, multipart, retry, stall, trace } from './setting-groups.ts';

const INCIDENT = 'ServerSideHannes/s3proxy-python#99: 128 concurrent PUTs of 16 MB, 256 in all';

const name = text({
  doc: 'What the population is called in reports; by default clients[i].',
  default: '',
  source: 'naming only',
});

/** What its requests ask for. */
const content = {
  method: oneOf(METHODS, {
    doc: 'Method of its requests; a PUT or POST sends a body, a GET receives one.',
    default: 'PUT',
    source: INCIDENT,
  }),
  getShare: share({
    doc: 'Share of the requests that are GETs instead of `method`.',
    default: 0,
    source: INCIDENT,
  }),
  bodySize: bytesLaw({
    doc: 'Size of the body of a PUT or POST, drawn for each request.',
    default: '16MB',
    source: INCIDENT,
  }),
  responseSize: bytesLaw({
    doc: 'Size of the body that answers a GET, drawn for each request.',
    default: '16MB',
    source: 'assumed',
  }),
};

/** How its clients go about it. */
const manner = {
  pace: byteRateLaw({
    doc: 'Fastest a client sends or receives, drawn for each operation; none is unlimited.',
    above: 0,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
  catchUp: flag({
    doc: 'Whether a client kept waiting for a response makes up for it, reading faster than its pace.',
    default: false,
    source: 'choice: a pace that is a network does not catch up, one that is a program may',
  }),
  startJitter: secondsLaw({
    doc: "Delay of each worker's first request, or of each request of an open population or a replay.",
    default: '0s',
    source: 'assumed',
  }),
  patience: secondsLaw({
    doc: 'Longest a client waits for the end of an attempt before it closes its connection.',
    above: 0,
    none: true,
    default: 'none',
    source: 'choice: no time-out',
  }),
  retry,
  multipart,
  expect,
  keepAlive: flag({
    doc: "Whether a worker's connection stays open for its next request, its socket buffers grown.",
    default: false,
    source: 'assumed',
  }),
  stall,
};

const common = { name, ...content, ...manner };

const closed = z.strictObject({
  kind: tag('closed', {
    doc: 'A fixed crowd: each worker sends its next request after the final answer to the last one.',
    source: 'choice',
  }),
  ...common,
  workers: countLaw({
    doc: 'Requests kept in flight; drawn once a run, rounded, at least 1.',
    min: 1,
    default: 128,
    source: INCIDENT,
  }),
  requests: count({
    doc: 'Requests in all, retries not counted; none goes on until run.horizon.',
    min: 1,
    none: true,
    default: 256,
    source: INCIDENT,
  }),
  pauseAfterFailure: secondsLaw({
    doc: 'Pause of a worker after a final answer that is not ok, on top of its think time.',
    default: '10ms',
    source: 'measured: 60 workers whose connections were refused sent 312 requests in 0.07 s',
  }),
  thinkTime: secondsLaw({
    doc: 'Pause of a worker between a final answer and its next request.',
    default: '0s',
    source: 'assumed',
  }),
});

const open = z.strictObject({
  kind: tag('open', {
    doc: 'Poisson arrivals that do not wait for answers, until run.horizon.',
    source: 'choice',
  }),
  ...common,
  rate: frequency({
    doc: 'Requests per second, on average, until a schedule changes it; has no default.',
    above: 0,
    source: 'choice',
  }),
  schedule: list(
    'Later rates, each from its time on until the next; before the first it is `rate`.',
    {
      at: seconds({ doc: 'When the rate changes.', source: 'choice' }),
      rate: frequency({ doc: 'Requests per second from then on; 0 is a pause.', source: 'choice' }),
    },
  ),
  bursts,
});

const wave = z.strictObject({
  kind: tag('wave', {
    doc: 'Cron-aligned waves: all workers send one request each at the same moment.',
    source: 'choice',
  }),
  ...common,
  workers: countLaw({
    doc: 'Workers in a wave, each with one request; drawn anew for each wave, at least 1.',
    min: 1,
    default: 128,
    source: INCIDENT,
  }),
  waves: count({ doc: 'Number of waves.', min: 1, default: 1, source: 'assumed' }),
  period: seconds({
    doc: 'Time from the start of one wave to the start of the next.',
    above: 0,
    default: '24h',
    source: 'assumed',
  }),
});

const replay = z.strictObject({
  kind: tag('replay', {
    doc: 'A trace of requests, each sent at its time whatever became of the ones before.',
    source: 'choice',
  }),
  name,
  file: text({
    doc: 'A CSV of the trace, beside the model file, with the columns of `trace` as its header.',
    default: '',
    source: 'choice',
  }),
  trace,
  speed: plainNumber({
    doc: 'How many times faster than recorded the trace is sent; sizes stay as they are.',
    above: 0,
    default: 1,
    source: 'choice: as recorded',
  }),
  ...manner,
});

export const clientSchema = z.discriminatedUnion('kind', [closed, open, wave, replay]);

export type ClosedClient = Resolved<z.output<typeof closed>>;
export type OpenClient = Resolved<z.output<typeof open>>;
export type WaveClient = Resolved<z.output<typeof wave>>;
export type ReplayClient = Resolved<z.output<typeof replay>>;
export type ClientOptions = ClosedClient | OpenClient | WaveClient | ReplayClient;
/** What all kinds have in common. */
export type Manner = Pick<ClientOptions, keyof typeof manner>;
/** What the kinds that draw their requests have in common. */
export type Content = Pick<ClosedClient, keyof typeof content>;
