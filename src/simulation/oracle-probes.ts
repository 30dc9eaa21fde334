/** Reads the figures of oracle cases off a run: what happened in each batch of it. */
import type { Model } from '../config/config.ts';
import { LevelBatches, lineMean, shareAbove } from '../observe/level-batches.ts';
import type { OracleCase } from '../theory/cases.ts';
import type { Simulation } from './simulation.ts';

/** A figure as pairs to be summed and divided: one numerator and one denominator a batch. */
export interface BatchedFigure {
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
}

export interface BatchDesign {
  readonly warmUp: number;
  readonly batch: number;
  readonly batches: number;
}

/** Sets up the reading of a figure; to be called before the run begins. */
export function probe(
  oracle: OracleCase,
  simulation: Simulation,
  model: Model,
  design: BatchDesign,
): BatchedFigure {
  switch (oracle.statistic) {
    case 'time-above':
      return probeTimeAbove(simulation, design, oracle.threshold!);
    case 'utilisation':
      return probeUtilisation(simulation, design, model.haproxy.maxconn * model.pod.replicas);
    case 'wait-mean':
    case 'served-wait-mean':
      return probeRequests(simulation, design, (wait) => (Number.isNaN(wait) ? null : wait));
    case 'sojourn-mean':
      return probeRequests(simulation, design, (_wait, _ending, sojourn) => sojourn);
    case 'wait-probability':
      return probeRequests(simulation, design, (wait) => (wait > 0 || Number.isNaN(wait) ? 1 : 0));
    case 'abandon-share':
      return probeRequests(simulation, design, (wait, ending) =>
        ending === 'client_gave_up' && Number.isNaN(wait) ? 1 : 0,
      );
    case 'timeout-share':
      return probeRequests(simulation, design, (_, ending) => (ending === 'queue_timeout' ? 1 : 0));
    default:
      throw new Error(`${oracle.id}: ${oracle.statistic} is not a figure of batches`);
  }
}

function probeTimeAbove(
  simulation: Simulation,
  { warmUp, batch, batches }: BatchDesign,
  threshold: number,
): BatchedFigure {
  const level = new LevelBatches(warmUp, batch, batches, 0, shareAbove(threshold));
  simulation.listen((pod, bytes) => {
    if (pod === 0) level.change(simulation.simulator.now, bytes);
  });
  return { numerators: level.sums, denominators: new Float64Array(batches).fill(batch) };
}

function probeUtilisation(
  simulation: Simulation,
  { warmUp, batch, batches }: BatchDesign,
  servers: number,
): BatchedFigure {
  const busy = new LevelBatches(warmUp, batch, batches, 0, lineMean);
  let before = 0;
  simulation.watch(() => {
    const { now } = simulation.simulator;
    busy.change(now, before);
    before = simulation.pods.totalInFlight();
    busy.change(now, before);
  });
  return { numerators: busy.sums, denominators: new Float64Array(batches).fill(batch * servers) };
}

/** By batch of sending: arrivals are counted, and followed to their end. */
function probeRequests(
  simulation: Simulation,
  { warmUp, batch, batches }: BatchDesign,
  measure: (wait: number, ending: string, sojourn: number) => number | null,
): BatchedFigure {
  const numerators = new Float64Array(batches);
  const denominators = new Float64Array(batches);
  const { sentAt, assignedAt } = columns(simulation);
  simulation.follow((request, ending) => {
    const sent = sentAt(request);
    const index = Math.floor((sent - warmUp) / batch);
    if (sent < warmUp || index >= batches) return;
    const { now } = simulation.simulator;
    const value = measure(assignedAt(request) - sent, ending, now - sent);
    if (value === null) return;
    numerators[index]! += value;
    denominators[index]!++;
  });
  return { numerators, denominators };
}

/** The table replaces its columns as it grows, so they are read anew each time. */
function columns({ table }: Simulation) {
  return {
    sentAt: (request: number): number => table.state.sentAt[request]!,
    assignedAt: (request: number): number => table.state.assignedAt[request]!,
  };
}
