/** The application's limiter: who gets budget before its handler begins, and gives it back once. */
import type { FlowNetwork } from '../flow/flow-network.ts';
import { createColumns, growColumns } from '../kernel/columns.ts';
import type { RequestTableState } from '../request/table.ts';
import type { Budget } from '../stations/budget.ts';
import { type Reserve, reservationOf } from './reservation.ts';

/** By request. */
const columns = (capacity: number) => ({
  /** 1 while it holds budget. */
  holds: new Uint8Array(capacity),
});

export type AdmissionState = ReturnType<typeof columns>;

export class Admission {
  readonly state: AdmissionState = createColumns(columns);
  /** A request may begin; its pod has been touched. */
  onAdmit: (pod: number, request: number) => void = () => undefined;
  /** A request is turned away, at once or after too long a wait; its pod has been touched. */
  onRefuse: (pod: number, request: number) => void = () => undefined;
  readonly #limiter: Budget;
  readonly #network: FlowNetwork;
  readonly #requests: RequestTableState;
  readonly #reserve: Reserve;

  constructor(
    limiter: Budget,
    network: FlowNetwork,
    requests: RequestTableState,
    reserve: Reserve,
  ) {
    this.#reserve = reserve;
    this.#limiter = limiter;
    this.#network = network;
    this.#requests = requests;
    limiter.onGrant = (pod, request) => this.#admit(pod, request);
    limiter.onExpiry = (pod, request) => this.#refuse(pod, request);
  }

  /** A request has come in: it holds no budget. */
  open(request: number): void {
    if (request >= this.state.holds.length) growColumns(this.state, columns, request);
    this.state.holds[request] = 0;
  }

  /** Asks for what a request reserves; true if it has to wait. One of the ports follows. */
  hasToWait(pod: number, request: number): boolean {
    const { method, bodyBytes } = this.#requests;
    const asked = reservationOf(method[request]!, bodyBytes[request]!, this.#reserve);
    const answer = this.#limiter.request(pod, request, asked);
    if (answer === 'refused') this.#refuse(pod, request);
    else if (answer === 'granted') this.#admit(pod, request);
    return answer === 'queued';
  }

  /** Gives back what a request holds, if it does. */
  giveBack(pod: number, request: number): void {
    if (this.state.holds[request] === 0) return;
    this.state.holds[request] = 0;
    this.#limiter.release(pod, request);
  }

  #admit(pod: number, request: number): void {
    this.state.holds[request] = 1;
    this.#network.touch(pod);
    this.onAdmit(pod, request);
  }

  #refuse(pod: number, request: number): void {
    this.#network.touch(pod);
    this.onRefuse(pod, request);
  }
}
