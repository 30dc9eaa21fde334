/** An operation: a request with its retries, or an upload in parts with those of its parts. */
import { compileLaw } from '../random/sampler.ts';
import type { Ending } from '../request/ending.ts';
import { type Ask, operationEnded, sendsBody } from './clients.fixture.ts';
import { answeredPart, splitUp } from './multipart.fixture.ts';
import { type Manner, type Request, untouched } from './request.fixture.ts';
import { after, cancel, draw, type World } from './world.fixture.ts';

/** What a sum of shares may lack of a whole. */
const ROUNDING = 1e-9;

/** Every operation adds its share of a retry to a store that its population shares. */
export function beginOperation(world: World, index: number, worker: number, ask: Ask): void {
  const { budget, reserve } = world.model.clients[index]!.retry;
  world.retriesLeft[index] = Math.min(reserve, world.retriesLeft[index]! + budget);
  const { catchUp, keepAlive } = world.model.clients[index]!;
  const request = enter(world, 0, {
    ...ask,
    population: index,
    worker,
    pace: drawPace(world, index),
    catchesUp: catchUp,
    keepsAlive: keepAlive,
    upload: null,
  });
  splitUp(world, request);
  send(world, request);
}

/** A request much like an earlier one of its operation. */
export function enterLike(world: World, earlier: Request, repeats: number): Request {
  const { population, worker, method, body, response, pace, catchesUp, keepsAlive } = earlier;
  const { upload } = earlier;
  const like = { population, worker, method, body, response, pace, catchesUp, keepsAlive, upload };
  return enter(world, repeats, like);
}

function enter(world: World, repeats: number, manner: Manner): Request {
  const request: Request = {
    ...manner,
    number: world.sent++,
    sentAt: world.now,
    repeats,
    ...NEW,
    ...untouched(),
  };
  world.requests.push(request);
  return request;
}

export function send(world: World, request: Request): void {
  const { population, method, body } = request;
  const { expect, stall, patience } = world.model.clients[population]!;
  const stream = (what: string) => `clients[${population}]/${what}`;
  request.expectWait = expect.enabled && sendsBody(method) && body > 0 ? expect.wait : 0;
  if (stall.share > 0) {
    // As much is drawn for one that does not stall.
    const stalls = world.streams.get(stream('stalls')).next() < stall.share;
    const at = Math.round(draw(world, stream('stalls'), stall.after));
    const duration = draw(world, stream('stalls'), stall.for);
    if (stalls) Object.assign(request, { stallAt: at, stallFor: duration });
  }
  const longest = draw(world, stream('patience'), patience);
  if (longest < Number.POSITIVE_INFINITY) {
    request.patience = after(world, longest, () => world.onGiveUp(request));
  }
  world.onSend(request);
}

/** A request has its answer, or its client has given up: it is tried again, or that was it. */
export function answered(world: World, request: Request, ending: Ending): void {
  const { population, repeats, upload } = request;
  cancel(world, request.patience);
  if (mayRetry(world, population, repeats, ending)) {
    const { base, cap, jitter } = world.model.clients[population]!.retry;
    const longest = Math.min(cap, base * 2 ** repeats);
    const stream = world.streams.get(`clients[${population}]/retries`);
    after(world, jitter === 'full' ? longest * stream.next() : longest, () =>
      send(world, enterLike(world, request, repeats + 1)),
    );
  } else if (upload === null) operationEnded(world, population, request.worker, ending);
  else answeredPart(world, upload, ending);
}

function mayRetry(world: World, index: number, repeats: number, ending: Ending): boolean {
  const { attempts, on, budget } = world.model.clients[index]!.retry;
  if (repeats + 1 >= attempts || !on.some((each) => each === ending)) return false;
  if (budget === Number.POSITIVE_INFINITY) return true;
  if (world.retriesLeft[index]! < 1 - ROUNDING) return false;
  world.retriesLeft[index] = Math.max(0, world.retriesLeft[index]! - 1);
  return true;
}

/** A pace that is drawn is one of sixteen in each octave, so that it may be shared. */
function drawPace(world: World, index: number): number {
  const { pace: law } = world.model.clients[index]!;
  const pace = draw(world, `clients[${index}]/paces`, law);
  return compileLaw(law).random ? 2 ** (Math.round(Math.log2(pace) * 16) / 16) : pace;
}

/** What every request begins with. */
const NEW = {
  expectWait: 0,
  stallAt: Number.POSITIVE_INFINITY,
  stallFor: 0,
  patience: null,
  answered: false,
  replica: null,
  accepted: false,
  phase: 'outside',
  inBackend: false,
  buffered: 0,
  abandoned: false,
  next: null,
  server: null,
  extra: false,
  tries: 0,
  termination: '--',
  repeatable: false,
  queue: null,
  queuedAt: Number.NaN,
  queuedRank: Number.NaN,
  assignedAt: Number.NaN,
  reached: null,
  pod: null,
  entered: Number.NaN,
  stage: 'outside',
  awaits: 'nobody',
  since: Number.NaN,
  sinceRank: Number.NaN,
} as const;
