/** Who sends what, when and how fast. */
import type { Model } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import type { Ending } from '../request/ending.ts';
import { after, draw, type Request, type World } from './world.fixture.ts';

/** A replay has no laws to draw from, and is not part of this implementation. */
type Client = Exclude<Model['clients'][number], { kind: 'replay' }>;
type Send = (request: Request) => void;

/** The first requests of a population. */
export function startPopulation(world: World, index: number, send: Send): void {
  const client = world.model.clients[index] as Client;
  const jitter = () => draw(world, `clients[${index}]/start jitter`, client.startJitter);
  const sendNow = (worker: number) => {
    if (mayStillSend(world, index)) sendRequest(world, index, worker, send);
  };
  if (client.kind === 'closed') {
    const workers = crowd(world, index, client.workers);
    for (let worker = 0; worker < workers; worker++) after(world, jitter(), () => sendNow(worker));
  } else if (client.kind === 'wave') {
    const breaks = (wave: number) => {
      const workers = crowd(world, index, client.workers);
      for (let worker = 0; worker < workers; worker++) {
        after(world, jitter(), () => sendNow(worker));
      }
      if (wave < client.waves) after(world, client.period, () => breaks(wave + 1));
    };
    breaks(1);
  } else {
    const arrivals = (worker: number) => {
      const mean = 1 / client.rate;
      const gap = draw(world, `clients[${index}]/arrivals`, { law: 'exponential', mean });
      if (world.now + gap > world.model.run.horizon) return;
      after(world, gap, () => {
        const delay = jitter();
        if (delay === 0) sendNow(worker);
        else after(world, delay, () => sendNow(worker));
        arrivals(worker + 1);
      });
    };
    arrivals(0);
  }
}

/** A worker of a closed crowd thinks, and pauses first if it has failed; then it sends again. */
export function answered(world: World, request: Request, ending: Ending, send: Send): void {
  const { population, worker } = request;
  const client = world.model.clients[population]!;
  if (client.kind !== 'closed') return;
  const stream = `clients[${population}]/think times`;
  const pause = ending === 'ok' ? 0 : draw(world, stream, client.pauseAfterFailure);
  after(world, pause + draw(world, stream, client.thinkTime), () => {
    if (mayStillSend(world, population)) sendRequest(world, population, worker, send);
  });
}

function crowd(world: World, index: number, law: Parameters<typeof draw>[2]): number {
  return Math.max(1, Math.round(draw(world, `clients[${index}]/workers`, law)));
}

function mayStillSend({ model, now, sentBy }: World, index: number): boolean {
  const client = model.clients[index]!;
  if (client.kind === 'closed' && sentBy[index]! >= client.requests) return false;
  return now <= model.run.horizon;
}

function sendRequest(world: World, index: number, worker: number, send: Send): void {
  const client = world.model.clients[index] as Client;
  const bytes = (stream: string, law: Client['bodySize']) =>
    Math.round(draw(world, `clients[${index}]/${stream}`, law));
  const isGet =
    client.getShare > 0 && world.streams.get(`clients[${index}]/methods`).next() < client.getShare;
  const method = isGet ? 'GET' : client.method;
  const hasBody = method === 'PUT' || method === 'POST';
  const request: Request = {
    number: world.sent++,
    population: index,
    worker,
    method,
    body: hasBody ? bytes('bodies', client.bodySize) : 0,
    response: method === 'GET' ? bytes('responses', client.responseSize) : 0,
    pace: paceOf(world, index, client),
    catchesUp: client.catchUp,
    sentAt: world.now,
    ...NEW,
  };
  world.sentBy[index]!++;
  world.requests.push(request);
  send(request);
}

/** A pace that is drawn is one of sixteen in each octave, so that it may be shared. */
function paceOf(world: World, index: number, { pace: law }: Client): number {
  const pace = draw(world, `clients[${index}]/paces`, law);
  return compileLaw(law).random ? 2 ** (Math.round(Math.log2(pace) * 16) / 16) : pace;
}

/** What every request begins with. */
const NEW = {
  replica: null,
  server: null,
  extra: false,
  tries: 0,
  queuedAt: Number.NaN,
  queuedRank: Number.NaN,
  assignedAt: Number.NaN,
  pod: null,
  entered: Number.NaN,
  reached: null,
  flow: null,
  reserved: 0,
  read: 0,
  unread: 0,
  kernelReceive: 0,
  held: 0,
  reads: false,
  overlap: 0,
  uploads: false,
  fetched: 0,
  ciphertext: 0,
  waiting: null,
  handed: 0,
  backlog: 0,
  writing: 0,
  drained: null,
};
