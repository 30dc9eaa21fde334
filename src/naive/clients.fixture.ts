/** Who wants what, when: the kinds of populations. */
import type { Model } from '../config/config.ts';
import type { Ending } from '../request/ending.ts';
import { nextArrival } from './arrivals.fixture.ts';
import { beginOperation } from './operations.fixture.ts';
import { after, draw, type World } from './world.fixture.ts';

type Client = Model['clients'][number];
type Replay = Extract<Client, { kind: 'replay' }>;
type Drawn = Exclude<Client, { kind: 'replay' }>;

/** What a client wants. */
export interface Ask {
  readonly method: string;
  readonly body: number;
  readonly response: number;
}

/** The first operations of a population. */
export function startPopulation(world: World, index: number): void {
  const client = world.model.clients[index]!;
  const jitter = () => draw(world, `clients[${index}]/start jitter`, client.startJitter);
  const beginAsDrawn = (worker: number) => begin(world, index, worker, () => drawAsk(world, index));
  if (client.kind === 'closed') {
    const workers = crowd(world, index, client.workers);
    for (let worker = 0; worker < workers; worker++) {
      after(world, jitter(), () => beginAsDrawn(worker));
    }
  } else if (client.kind === 'wave') {
    const breaks = (wave: number) => {
      const workers = crowd(world, index, client.workers);
      for (let worker = 0; worker < workers; worker++) {
        after(world, jitter(), () => beginAsDrawn(worker));
      }
      if (wave < client.waves) after(world, client.period, () => breaks(wave + 1));
    };
    breaks(1);
  } else if (client.kind === 'open') {
    const arrivals = (worker: number) => {
      const at = nextArrival(world, index);
      if (at > world.model.run.horizon) return;
      after(world, at - world.now, () => {
        beginAfter(world, jitter(), () => beginAsDrawn(worker));
        arrivals(worker + 1);
      });
    };
    arrivals(0);
  } else replay(world, index, client, jitter);
}

/** A trace is sent as recorded, whatever became of the requests before. */
function replay(world: World, index: number, client: Replay, jitter: () => number): void {
  const rows = client.trace.toSorted((a, b) => a.at - b.at);
  const arrivals = (next: number) => {
    const row = rows[next];
    if (row === undefined || row.at / client.speed > world.model.run.horizon) return;
    const { method, bytes, responseBytes = bytes } = row;
    const ask = () => ({
      method,
      body: sendsBody(method) ? Math.round(bytes) : 0,
      response: method === 'GET' ? Math.round(responseBytes) : 0,
    });
    after(world, row.at / client.speed - world.now, () => {
      beginAfter(world, jitter(), () => begin(world, index, next, ask));
      arrivals(next + 1);
    });
  };
  arrivals(0);
}

/** An operation has its final answer: a worker of a closed crowd pauses, and begins another. */
export function operationEnded(world: World, index: number, worker: number, ending: Ending): void {
  const client = world.model.clients[index]!;
  if (client.kind !== 'closed') return;
  const stream = `clients[${index}]/think times`;
  const pause = ending === 'ok' ? 0 : draw(world, stream, client.pauseAfterFailure);
  after(world, pause + draw(world, stream, client.thinkTime), () =>
    begin(world, index, worker, () => drawAsk(world, index)),
  );
}

export function sendsBody(method: string): boolean {
  return method === 'PUT' || method === 'POST';
}

function crowd(world: World, index: number, law: Parameters<typeof draw>[2]): number {
  return Math.max(1, Math.round(draw(world, `clients[${index}]/workers`, law)));
}

function beginAfter(world: World, delay: number, run: () => void): void {
  if (delay === 0) run();
  else after(world, delay, run);
}

/** Nothing is begun after the horizon, and no more by a closed crowd than it has to. */
function begin(world: World, index: number, worker: number, ask: () => Ask): void {
  const client = world.model.clients[index]!;
  if (client.kind === 'closed' && world.begunBy[index]! >= client.requests) return;
  if (world.now > world.model.run.horizon) return;
  world.begunBy[index]!++;
  beginOperation(world, index, worker, ask());
}

function drawAsk(world: World, index: number): Ask {
  const client = world.model.clients[index] as Drawn;
  const bytes = (stream: string, law: Drawn['bodySize']) =>
    Math.round(draw(world, `clients[${index}]/${stream}`, law));
  const isGet =
    client.getShare > 0 && world.streams.get(`clients[${index}]/methods`).next() < client.getShare;
  const method = isGet ? 'GET' : client.method;
  return {
    method,
    body: sendsBody(method) ? bytes('bodies', client.bodySize) : 0,
    response: method === 'GET' ? bytes('responses', client.responseSize) : 0,
  };
}
