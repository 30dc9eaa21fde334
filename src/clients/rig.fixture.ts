/** A population in front of a server that answers as the test says, and a log of what was sent. */
import { NO_EVENT, Simulator } from '../kernel/simulator.ts';
import { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { RequestTable } from '../request/table.ts';
import { createPopulation } from './create-population.ts';
import { type ClientOptions, clientSchema } from './options.ts';

/** What was sent, as the columns said at that moment. */
export interface Sent {
  readonly at: number;
  readonly number: number;
  readonly worker: number;
  readonly method: number;
  readonly bodyBytes: number;
  readonly responseBytes: number;
  readonly pace: number;
  readonly attempt: number;
  readonly repeats: number;
  readonly operationAt: number;
  readonly expectWait: number;
  readonly stallAt: number;
  readonly stallFor: number;
  readonly keepsAlive: number;
}

export interface Answer {
  /** [s]; at once if 0. */
  readonly after: number;
  readonly ending: Ending;
}

/** What becomes of an attempt; null: the server never answers. */
type Serve = (sent: Sent) => Answer | null;

export interface RigOptions {
  readonly serve?: Serve;
  readonly horizon?: number;
  readonly seed?: string;
}

export function optionsOf(client: object): ClientOptions {
  return clientSchema.parse(client) as ClientOptions;
}

export function rig(
  client: object,
  { serve = () => ({ after: 1, ending: 'ok' }), horizon = 1e6, seed = 'x' }: RigOptions = {},
) {
  const simulator = new Simulator();
  const table = new RequestTable();
  const streams = new Streams(seed);
  const sent: Sent[] = [];
  const operations: { at: number; ending: Ending; operationAt: number }[] = [];
  const gaveUp: { at: number; number: number }[] = [];
  /** Attempts without an answer, and the most there were at once. */
  const open = { now: 0, most: 0 };
  const end = (request: number, ending: Ending) => {
    open.now--;
    population.answered(request, ending);
    table.drop(request);
  };
  /** Answers on their way, by request. */
  const answers: { event: number[]; ending: Ending[] } = { event: [], ending: [] };
  const answer = simulator.on((request) => end(request, answers.ending[request]!));
  const population = createPopulation(simulator, table, streams, 0, optionsOf(client), horizon, {
    send: (request) => {
      open.most = Math.max(open.most, ++open.now);
      const seen = columnsOf(table, request, simulator.now);
      sent.push(seen);
      const served = serve(seen);
      if (served === null) return;
      if (served.after === 0) return end(request, served.ending);
      const at = simulator.now + served.after;
      answers.event[request] = simulator.schedule(at, answer, request);
      answers.ending[request] = served.ending;
    },
    giveUp: (request) => {
      gaveUp.push({ at: simulator.now, number: table.state.number[request]! });
      simulator.cancel(answers.event[request] ?? NO_EVENT);
      end(request, 'client_gave_up');
    },
    operationEnded: (request, ending) => {
      const operationAt = table.state.operationAt[request]!;
      operations.push({ at: simulator.now, ending, operationAt });
    },
  });
  const run = (until = Number.POSITIVE_INFINITY) => simulator.run(until, 1e7);
  const start = () => {
    population.begin();
    run();
  };
  /** All that a snapshot has to hold, streams apart. */
  const state = {
    simulator: simulator.state,
    table: table.state,
    population: population.state,
    answers,
    open,
  };
  return {
    simulator,
    table,
    streams,
    population,
    sent,
    operations,
    gaveUp,
    open,
    state,
    run,
    start,
  };
}

function columnsOf({ state: s }: RequestTable, request: number, at: number): Sent {
  return {
    at,
    number: s.number[request]!,
    worker: s.worker[request]!,
    method: s.method[request]!,
    bodyBytes: s.bodyBytes[request]!,
    responseBytes: s.responseBytes[request]!,
    pace: s.pace[request]!,
    attempt: s.attempt[request]!,
    repeats: s.repeats[request]!,
    operationAt: s.operationAt[request]!,
    expectWait: s.expectWait[request]!,
    stallAt: s.stallAt[request]!,
    stallFor: s.stallFor[request]!,
    keepsAlive: s.keepsAlive[request]!,
  };
}
