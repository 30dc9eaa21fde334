/** Changes the size of a body as it is sent, before anybody has seen it. */
import type { Simulation } from '../simulation/simulation.ts';

/**
 * Calls `size` with each body that a client sends: its place in the order of sending, and the size
 * drawn for it [B]; what it returns is sent instead. To be called before the run begins.
 */
export function overrideBodies(
  simulation: Simulation,
  size: (number: number, drawn: number) => number,
): void {
  const { front, table } = simulation;
  const arrive = front.arrive.bind(front);
  front.arrive = (request) => {
    const { bodyBytes, number } = table.state;
    bodyBytes[request] = Math.round(size(number[request]!, bodyBytes[request]!));
    arrive(request);
  };
}
