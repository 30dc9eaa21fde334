/** Keeps every attempt of a run as it ended, for whoever wants to look at what happened. */
import type { Ending } from '../request/ending.ts';
import { GET, type RequestTable } from '../request/table.ts';
import { TERMINATIONS } from '../request/termination.ts';
import type { Attempt } from './observations.ts';

/** In the order of their codes. */
const METHODS = ['GET', 'PUT', 'POST', 'HEAD', 'DELETE'] as const;

export class AttemptRecorder {
  /** In the order of ending. */
  readonly attempts: Attempt[] = [];
  readonly #table: RequestTable;
  /** Numbers of operations by who began them when. */
  readonly #operations = new Map<string, number>();

  constructor(table: RequestTable) {
    this.#table = table;
  }

  /** To be called while the columns of the request still stand. */
  ended(at: number, request: number, ending: Ending): void {
    const s = this.#table.state;
    const isGet = s.method[request] === GET;
    this.attempts.push({
      operation: this.#operationOf(request),
      attempt: s.attempt[request]!,
      population: s.population[request]!,
      worker: s.worker[request]!,
      method: METHODS[s.method[request]!]!,
      bytes: isGet ? s.responseBytes[request]! : s.bodyBytes[request]!,
      sentAt: s.sentAt[request]!,
      assignedAt: Number.isNaN(s.assignedAt[request]!) ? null : s.assignedAt[request]!,
      endedAt: at,
      pod: s.reached[request]! < 0 ? null : s.reached[request]!,
      ending,
      termination: TERMINATIONS[s.termination[request]!]!,
    });
  }

  /**
   * The first attempt of an operation ends before any other of it is sent, and a worker begins no
   * operation before the last one has ended: worker and beginning tell operations apart.
   */
  #operationOf(request: number): number {
    const { population, worker, operationAt, attempt, number } = this.#table.state;
    const key = `${population[request]}/${worker[request]}/${operationAt[request]}`;
    if (attempt[request] === 1) this.#operations.set(key, number[request]!);
    return this.#operations.get(key)!;
  }
}
