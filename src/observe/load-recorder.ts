/** Keeps how long everything took, by when it was sent: what statistics of a steady load need. */
import { createSamples, pushSample, type Samples, samplesOf } from '../kernel/samples.ts';
import type { Ending } from '../request/ending.ts';
import type { RequestTable } from '../request/table.ts';
import type { Load, Sent } from './observations.ts';

interface Pairs {
  readonly sentAt: Samples;
  readonly values: Samples;
}

export class LoadRecorder {
  readonly #table: RequestTable;
  readonly #operations: Pairs = { sentAt: createSamples(), values: createSamples() };
  readonly #waits: Pairs = { sentAt: createSamples(), values: createSamples() };

  constructor(table: RequestTable) {
    this.#table = table;
  }

  /** To be called while the columns of the request still stand. */
  ended(request: number): void {
    const { sentAt, assignedAt } = this.#table.state;
    const sent = sentAt[request]!;
    const assigned = assignedAt[request]!;
    if (!Number.isNaN(assigned)) add(this.#waits, sent, assigned - sent);
  }

  /** @param ending of its last attempt */
  operationEnded(at: number, request: number, ending: Ending): void {
    const sent = this.#table.state.operationAt[request]!;
    add(this.#operations, sent, ending === 'ok' ? at - sent : Number.POSITIVE_INFINITY);
  }

  load(): Load {
    return { operations: inOrder(this.#operations), waits: inOrder(this.#waits) };
  }
}

function add({ sentAt, values }: Pairs, at: number, value: number): void {
  pushSample(sentAt, at);
  pushSample(values, value);
}

/** In order of sending; of equal instants, as they ended. A queue in order needs no sorting. */
function inOrder(pairs: Pairs): Sent {
  const sentAt = samplesOf(pairs.sentAt);
  const values = samplesOf(pairs.values);
  if (sentAt.every((at, index) => index === 0 || sentAt[index - 1]! <= at))
    return { sentAt, values };
  const order = Uint32Array.from(sentAt.keys()).sort((a, b) => sentAt[a]! - sentAt[b]!);
  return { sentAt: pick(sentAt, order), values: pick(values, order) };
}

function pick(all: Float64Array, order: Uint32Array): Float64Array {
  const picked = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) picked[i] = all[order[i]!]!;
  return picked;
}
