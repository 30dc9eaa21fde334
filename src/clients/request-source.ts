/** What a population asks for: draws each request's method, sizes and pace, and sends it. */
import type { Simulator } from '../kernel/simulator.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import { DELETE, GET, HEAD, POST, PUT, type RequestTable } from '../request/table.ts';
import type { ClientOptions } from './options.ts';

const METHODS = { GET, PUT, POST, HEAD, DELETE };

/** Classes a random pace is rounded to, per octave: at most 2.2% off, so that flows share rates. */
const PACES_PER_OCTAVE = 16;

export class RequestSource {
  /** Called with each request sent, its columns filled in. */
  onSend: (request: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #table: RequestTable;
  readonly #population: number;
  readonly #method: number;
  readonly #getShare: number;
  readonly #bodySize: Sampler;
  readonly #responseSize: Sampler;
  readonly #pace: Sampler;
  readonly #catchUp: boolean;
  readonly #methods: Stream;
  readonly #bodies: Stream;
  readonly #responses: Stream;
  readonly #paces: Stream;

  constructor(
    simulator: Simulator,
    table: RequestTable,
    streams: Streams,
    population: number,
    options: ClientOptions,
  ) {
    this.#simulator = simulator;
    this.#table = table;
    this.#population = population;
    this.#method = METHODS[options.method];
    this.#getShare = options.getShare;
    this.#bodySize = compileLaw(options.bodySize);
    this.#responseSize = compileLaw(options.responseSize);
    this.#pace = compileLaw(options.pace);
    this.#catchUp = options.catchUp;
    this.#methods = streams.get(`clients[${population}]/methods`);
    this.#bodies = streams.get(`clients[${population}]/bodies`);
    this.#responses = streams.get(`clients[${population}]/responses`);
    this.#paces = streams.get(`clients[${population}]/paces`);
  }

  /** Sends one request on behalf of a worker. */
  send(worker: number): void {
    const request = this.#table.enter(this.#simulator.now);
    const s = this.#table.state;
    const isGet = this.#getShare > 0 && this.#methods.next() < this.#getShare;
    const method = isGet ? GET : this.#method;
    const hasBody = method === PUT || method === POST;
    s.population[request] = this.#population;
    s.worker[request] = worker;
    s.method[request] = method;
    s.bodyBytes[request] = hasBody ? Math.round(this.#bodySize.sample(this.#bodies)) : 0;
    s.responseBytes[request] =
      method === GET ? Math.round(this.#responseSize.sample(this.#responses)) : 0;
    s.pace[request] = this.#drawPace();
    s.catchesUp[request] = this.#catchUp ? 1 : 0;
    this.onSend(request);
  }

  #drawPace(): number {
    const pace = this.#pace.sample(this.#paces);
    if (!this.#pace.random) return pace;
    return 2 ** (Math.round(Math.log2(pace) * PACES_PER_OCTAVE) / PACES_PER_OCTAVE);
  }
}
