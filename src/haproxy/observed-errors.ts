/**
 * `observe`: what the traffic shows of a server, and the count of errors in a row that it keeps
 * (check.c, health_adjust). A refused connection is an error in either layer; a connection that is
 * made clears the count in layer 4 alone, an answer in layer 7 alone.
 */
import type { HaproxyOptions } from './options.ts';

export type Observed = 'connected' | 'refused' | 'answered' | 'failed';

const CLEARS = { none: null, layer4: 'connected', layer7: 'answered' } as const;
const ERRORS: Record<HaproxyOptions['observe'], readonly Observed[]> = {
  none: [],
  layer4: ['refused'],
  layer7: ['refused', 'failed'],
};

interface ObservedErrorsState {
  /** By server: errors in a row. */
  errors: Int32Array;
}

export class ObservedErrors {
  readonly state: ObservedErrorsState;
  readonly #options: HaproxyOptions;

  constructor(servers: number, options: HaproxyOptions) {
    this.#options = options;
    this.state = { errors: new Int32Array(servers) };
  }

  /** @returns whether these are as many errors as `error-limit` allows; the count starts anew */
  note(server: number, what: Observed): boolean {
    const { observe, errorLimit } = this.#options;
    const { errors } = this.state;
    if (what === CLEARS[observe]) errors[server] = 0;
    if (!ERRORS[observe].includes(what)) return false;
    if (++errors[server]! < errorLimit) return false;
    errors[server] = 0;
    return true;
  }
}
