/**
 * The operations of a population: between those who decide when a client wants something (the
 * kinds of populations) and the requests it takes. An operation is a request with its retries, or
 * a multipart upload with those of its parts; it ends once, when the last of them has ended.
 */
import { NOBODY } from '../kernel/linked-queue.ts';
import { NO_EVENT, type Simulator } from '../kernel/simulator.ts';
import type { Streams } from '../random/streams.ts';
import type { Ending } from '../request/ending.ts';
import { GET, type RequestTable } from '../request/table.ts';
import { ClientManner } from './client-manner.ts';
import { MultipartUploads } from './multipart-uploads.ts';
import type { Manner } from './options.ts';
import type { PopulationPorts } from './population.ts';
import type { Ask } from './request-source.ts';
import { RetryPolicy } from './retry-policy.ts';

/** Columns a further request of an operation has from an earlier one. */
const INHERITED = [
  'population',
  'worker',
  'method',
  'bodyBytes',
  'responseBytes',
  'pace',
  'catchesUp',
  'keepsAlive',
  'operationAt',
  'operationBytes',
  'upload',
] as const;

export class Operations {
  /** Called when an operation of a worker has its final answer. */
  onEnded: (worker: number, ending: Ending) => void = () => undefined;
  readonly state;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #population: number;
  readonly #ports: PopulationPorts;
  readonly #manner: ClientManner;
  readonly #retries: RetryPolicy;
  readonly #uploads: MultipartUploads;
  readonly #retry: number;
  readonly #giveUp: number;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    population: number,
    options: Manner,
    ports: PopulationPorts,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#population = population;
    this.#ports = ports;
    this.#manner = new ClientManner(table, streams, population, options);
    this.#retries = new RetryPolicy(streams, population, options.retry);
    this.#uploads = new MultipartUploads(simulator, table, options.multipart, {
      enterLike: (request) => this.#enterLike(request),
      send: (request) => this.#send(request),
      ended: (request, ending) => this.#end(request, ending),
    });
    this.#retry = simulator.on((request) => this.#sendAgain(request));
    this.#giveUp = simulator.on((request) => {
      table.state.patienceTimer[request] = NO_EVENT;
      ports.giveUp(request);
    });
    this.state = { retries: this.#retries.state, uploads: this.#uploads.state };
  }

  /** Begins an operation on behalf of a worker: its first request is sent. */
  begin(worker: number, { method, bodyBytes, responseBytes }: Ask): void {
    this.#retries.deposit();
    const request = this.#table.enter(this.#simulator.now);
    const s = this.#table.state;
    s.population[request] = this.#population;
    s.worker[request] = worker;
    s.method[request] = method;
    s.bodyBytes[request] = bodyBytes;
    s.responseBytes[request] = responseBytes;
    s.operationBytes[request] = method === GET ? responseBytes : bodyBytes;
    this.#manner.writeOperation(request);
    if (this.#uploads.splits(request)) this.#uploads.begin(request);
    this.#send(request);
  }

  /** A request has its answer, or its client has given up: it is tried again, or that was it. */
  answered(request: number, ending: Ending): void {
    const s = this.#table.state;
    this.#simulator.cancel(s.patienceTimer[request]!);
    s.patienceTimer[request] = NO_EVENT;
    const repeats = s.repeats[request]!;
    if (this.#retries.withdraw(ending, repeats)) {
      // The failed attempt stays in the table until the next one has taken over its columns.
      this.#table.hold(request);
      const at = this.#simulator.now + this.#retries.drawBackOff(repeats);
      this.#simulator.schedule(at, this.#retry, request);
    } else if (s.upload[request] === NOBODY) this.#end(request, ending);
    else this.#uploads.answered(request, ending);
  }

  /** Draws again how much longer clients wait, given how long they have waited. */
  redraw(): void {
    const { sentAt } = this.#table.state;
    this.#simulator.retime(
      this.#giveUp,
      (request, at) => this.#manner.redrawPatience(sentAt[request]!, this.#simulator.now) ?? at,
    );
  }

  #sendAgain(failed: number): void {
    const request = this.#enterLike(failed);
    this.#table.state.repeats[request] = this.#table.state.repeats[failed]! + 1;
    this.#table.drop(failed);
    this.#send(request);
  }

  /** Enters a further request of the operation that an earlier one belongs to, much like it. */
  #enterLike(earlier: number): number {
    const request = this.#table.enter(this.#simulator.now);
    const s = this.#table.state;
    for (const column of INHERITED) s[column][request] = s[column][earlier]!;
    const upload = s.upload[earlier]!;
    const attempts = upload === NOBODY ? s.attempt[earlier]! : this.#uploads.countAttempt(upload);
    s.attempt[request] = attempts + 1;
    return request;
  }

  #send(request: number): void {
    this.#manner.writeAttempt(request);
    const patience = this.#manner.drawPatience();
    if (patience < Number.POSITIVE_INFINITY) {
      const at = this.#simulator.now + patience;
      const timer = this.#simulator.schedule(at, this.#giveUp, request);
      this.#table.state.patienceTimer[request] = timer;
    }
    this.#ports.send(request);
  }

  #end(request: number, ending: Ending): void {
    const worker = this.#table.state.worker[request]!;
    this.#ports.operationEnded(request, ending);
    this.onEnded(worker, ending);
  }
}
