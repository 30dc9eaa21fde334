/** What a population asks for: draws the method and the sizes of each operation. */
import { compileLaw, type Sampler } from '../random/sampler.ts';
import type { Stream } from '../random/stream.ts';
import type { Streams } from '../random/streams.ts';
import { GET } from '../request/table.ts';
import { METHOD_CODES, sendsBody } from './methods.ts';
import type { Content } from './options.ts';

/** What one operation asks for. */
export interface Ask {
  /** As the request table codes it. */
  readonly method: number;
  /** [B] */
  readonly bodyBytes: number;
  /** [B] */
  readonly responseBytes: number;
}

export class RequestSource {
  readonly #method: number;
  readonly #getShare: number;
  readonly #bodySize: Sampler;
  readonly #responseSize: Sampler;
  readonly #methods: Stream;
  readonly #bodies: Stream;
  readonly #responses: Stream;

  constructor(streams: Streams, population: number, options: Content) {
    this.#method = METHOD_CODES[options.method];
    this.#getShare = options.getShare;
    this.#bodySize = compileLaw(options.bodySize);
    this.#responseSize = compileLaw(options.responseSize);
    this.#methods = streams.get(`clients[${population}]/methods`);
    this.#bodies = streams.get(`clients[${population}]/bodies`);
    this.#responses = streams.get(`clients[${population}]/responses`);
  }

  /** Draws the next operation. */
  next(): Ask {
    const isGet = this.#getShare > 0 && this.#methods.next() < this.#getShare;
    const method = isGet ? GET : this.#method;
    return {
      method,
      bodyBytes: sendsBody(method) ? Math.round(this.#bodySize.sample(this.#bodies)) : 0,
      responseBytes: method === GET ? Math.round(this.#responseSize.sample(this.#responses)) : 0,
    };
  }
}
