/** Proxies in front of pods that hold requests until told otherwise, and a log of what happened. */
import { NOBODY } from '../kernel/linked-queue.ts';
import { Simulator } from '../kernel/simulator.ts';
import { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import {
  FLOWING,
  RequestTable,
  type RequestTableState,
  THINKING,
  UPLOADING,
} from '../request/table.ts';
import { TERMINATIONS } from '../request/termination.ts';
import { haproxyOptions, type PartialOptions } from './options.fixture.ts';
import { Proxies } from './proxies.ts';

type Column = Exclude<keyof RequestTableState, 'sent' | 'live' | 'free' | 'freeCount'>;
type Columns = Partial<Record<Column, number>>;

export function rig(options: PartialOptions, pods: number, seed = 'x') {
  const simulator = new Simulator();
  const table = new RequestTable();
  const columns = table.state;
  const timeouts = { queue: 30, ...options.timeouts };
  const settings = haproxyOptions({ ...options, timeouts });
  const proxies = new Proxies(simulator, table, new Streams(seed), settings, pods);
  const listening = new Array<boolean>(pods).fill(true);
  /** By pod: requests inside, in the order of their coming. */
  const inside: number[][] = Array.from({ length: pods }, () => []);
  /** `0->1@2` is request 0 handed to pod 1 at 2 s; `0 ok --@2` its end for client and HAProxy. */
  const log: string[] = [];
  const note = (what: string) => log.push(`${what}@${Number(simulator.now.toFixed(6))}`);
  /** By id, the number of the last request that had it. */
  const sentIds = new Map<number, number>();
  const nameOf = (request: number) => columns.number[request]!;

  function end(request: number, ending: Ending): void {
    if (columns.answered[request] === 1) return;
    columns.answered[request] = 1;
    proxies.answered(request);
    note(`${nameOf(request)} ${ending} ${TERMINATIONS[columns.termination[request]!]}`);
    table.drop(request);
  }

  /** The pod is through with a request. */
  function done(request: number, ending: Ending): void {
    columns.pod[request] = NOBODY;
    if (!proxies.finished(request, ending)) end(request, ending);
    table.drop(request);
  }

  proxies.isListening = (pod) => listening[pod]!;
  proxies.onConnect = (request, pod) => {
    if (!listening[pod]) return false;
    columns.pod[request] = pod;
    columns.stage[request] = columns.bodyBytes[request]! > 0 ? UPLOADING : THINKING;
    columns.waitsFor[request] = FLOWING;
    table.hold(request);
    inside[pod]!.push(request);
    note(`${nameOf(request)}->${pod}`);
    return true;
  };
  proxies.onRefuse = end;
  proxies.onCut = (request) => {
    const pod = columns.pod[request]!;
    note(`${nameOf(request)} cut`);
    inside[pod]!.splice(inside[pod]!.indexOf(request), 1);
    done(request, 'client_gave_up');
  };

  return {
    simulator,
    proxies,
    table,
    inside,
    log,
    servers: proxies.state.backend.servers,
    /** Sends requests; returns their ids. */
    send: (count = 1, given: Columns = {}) => {
      const sent: number[] = [];
      for (let i = 0; i < count; i++) {
        const request = table.enter(simulator.now);
        const plain = { bodyBytes: 0, responseBytes: 0, pace: Number.POSITIVE_INFINITY };
        for (const [column, value] of Object.entries({ ...plain, ...given })) {
          columns[column as Column][request] = value;
        }
        sent.push(request);
        sentIds.set(request, columns.number[request]!);
        proxies.arrive(request);
      }
      return sent;
    },
    /** A pod answers the request it has had longest. */
    finish: (pod: number, ending: Ending = 'ok') => done(inside[pod]!.shift()!, ending),
    /** A request has come so far in its pod, and waits for somebody or nobody. */
    progress: (request: number, stage: number, waitsFor = FLOWING) => {
      columns.stage[request] = stage;
      columns.waitsFor[request] = waitsFor;
      proxies.progressed(request);
    },
    /** The client of a request closes its connection. */
    leave: (request: number) => {
      table.hold(request);
      end(request, 'client_gave_up');
      proxies.clientLeft(request);
      table.drop(request);
    },
    kill: (pod: number) => {
      listening[pod] = false;
      proxies.podDied(pod);
      while (inside[pod]!.length > 0) done(inside[pod]!.shift()!, 'killed');
    },
    /** The pod no longer listens, and nobody has been told. */
    deafen: (pod: number) => {
      listening[pod] = false;
    },
    revive: (pod: number) => {
      listening[pod] = true;
    },
    run: (until: number) => {
      // An event at the end makes the clock stop there.
      simulator.schedule(
        until,
        simulator.on(() => undefined),
        0,
      );
      simulator.run(until, 1e6);
    },
    /** Requests whose clients wait for an answer, oldest first. */
    waiting: () =>
      [...sentIds]
        .filter(([request, number]) => columns.number[request] === number)
        .map(([request]) => request)
        .filter((request) => columns.answered[request] === 0),
    /** Requests still in the table: 0 when nobody has to do with any. */
    live: () => columns.live,
  };
}
