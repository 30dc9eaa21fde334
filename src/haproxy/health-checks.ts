/**
 * Active checks (check.c): `fall` failures in a row mark a server DOWN, `rise` passes UP again.
 * A healthy server's checks change nothing, so they are simulated only from the death of its pod
 * until it is UP and well; the first one comes U(0, inter) after the death, as the phase of the
 * checks is unknown. A refused or accepted connect takes no time.
 */
import type { Simulator } from '../kernel/simulator.ts';
import type { Stream } from '../random/stream.ts';
import type { ServerTable } from './server-table.ts';

interface CheckOptions {
  readonly enabled: boolean;
  /** Between checks [s]. */
  readonly inter: number;
  readonly fall: number;
  readonly rise: number;
}

export class HealthChecks {
  /** Servers being checked (0 or 1), by index into the table. */
  readonly state: { checking: Uint8Array };
  /** Whether a server would pass a check now. */
  passes: (server: number) => boolean = () => true;
  onDown: (server: number) => void = () => undefined;
  onUp: (server: number) => void = () => undefined;
  readonly #simulator: Simulator;
  readonly #options: CheckOptions;
  readonly #table: ServerTable;
  readonly #phases: Stream;
  readonly #check: number;

  constructor(simulator: Simulator, options: CheckOptions, table: ServerTable, phases: Stream) {
    this.#simulator = simulator;
    this.#options = options;
    this.#table = table;
    this.#phases = phases;
    this.#check = simulator.on((server) => this.#run(server));
    this.state = { checking: new Uint8Array(table.up.length) };
  }

  /** Health of a server that is UP and well. */
  static best({ rise, fall }: CheckOptions): number {
    return rise + fall - 1;
  }

  /** Starts checking a server whose pod has just died. */
  watch(server: number): void {
    if (!this.#options.enabled || this.state.checking[server] === 1) return;
    this.state.checking[server] = 1;
    const first = this.#simulator.now + this.#phases.next() * this.#options.inter;
    this.#simulator.schedule(first, this.#check, server);
  }

  #run(server: number): void {
    const { health, up } = this.#table;
    const { rise, inter } = this.#options;
    const best = HealthChecks.best(this.#options);
    const wasUp = up[server] === 1;
    if (this.passes(server)) {
      health[server]!++;
      if (wasUp || health[server]! >= rise) health[server] = best;
    } else {
      health[server]!--;
      if (!wasUp || health[server]! < rise) health[server] = 0;
    }
    const isUp = health[server]! >= rise;
    if (isUp && health[server] === best && this.passes(server)) this.state.checking[server] = 0;
    else this.#simulator.schedule(this.#simulator.now + inter, this.#check, server);
    if (wasUp && !isUp) this.onDown(server);
    if (!wasUp && isUp) this.onUp(server);
  }
}
