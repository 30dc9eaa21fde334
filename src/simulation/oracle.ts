/** Simulates the cases of the oracle table: the same rooms and code that every sweep runs. */
import { modelFrom } from '../config/config.ts';
import type { Observations } from '../observe/observations.ts';
import { Moments } from '../stats/moments.ts';
import { ratioOfMeans } from '../stats/ratio.ts';
import type { OracleCase } from '../theory/cases.ts';
import { assertInvariants } from './invariants.ts';
import { estimateLoss } from './loss-station.ts';
import { type BatchDesign, probe } from './oracle-probes.ts';
import { simulate } from './simulate.ts';
import { Simulation } from './simulation.ts';

export interface OracleEstimate {
  readonly simulated: number;
  /** Standard error of `simulated`; 0 where every run must give the exact value. */
  readonly standardError: number;
  /** Kernel events it took. */
  readonly events: number;
}

/** One case: a value with its standard error. */
export function estimateOracle(oracle: OracleCase): OracleEstimate {
  return estimateRun([oracle])[0]!;
}

/** Cases of one run, which differ in nothing but the figure, from one simulation of it. */
export function estimateRun(cases: readonly OracleCase[]): OracleEstimate[] {
  const { design, model } = cases[0]!;
  if (design.kind === 'batches') {
    return model === null
      ? cases.map((oracle) => estimateLoss(oracle, design))
      : fromBatches(cases, design);
  }
  if (cases[0]!.statistic === 'in-flight-above') {
    return cases.map((oracle) => fromInstants(oracle, design.replications));
  }
  return fromReplications(cases, design.replications);
}

function fromBatches(cases: readonly OracleCase[], design: BatchDesign): OracleEstimate[] {
  const model = modelFrom(cases[0]!.model!);
  const simulation = new Simulation(model, cases[0]!.seed);
  const figures = cases.map((oracle) => probe(oracle, simulation, model, design));
  simulation.begin();
  simulation.run();
  assertInvariants(simulation);
  return figures.map(({ numerators, denominators }) => {
    const { value, standardError } = ratioOfMeans(numerators, denominators);
    return { simulated: value, standardError, events: simulation.simulator.state.ran };
  });
}

function fromReplications(cases: readonly OracleCase[], replications: number): OracleEstimate[] {
  const model = modelFrom(cases[0]!.model!);
  const moments = cases.map(() => new Moments());
  let events = 0;
  for (let k = 0; k < replications; k++) {
    const observations = simulate(model, `${cases[0]!.seed}/${k}`);
    cases.forEach((oracle, i) => {
      moments[i]!.add(figureOf(oracle, observations));
    });
    events += observations.events;
  }
  return moments.map((figure) => ({
    simulated: figure.mean,
    standardError: replications > 1 ? figure.standardError : 0,
    events,
  }));
}

function figureOf({ id, statistic, rank }: OracleCase, seen: Observations): number {
  switch (statistic) {
    case 'oom-probability':
      return seen.kills.length > 0 ? 1 : 0;
    case 'completion-time':
      return seen.latencyOk[rank! - 1]!;
    case 'first-crossing':
      return seen.kills[0]!.at;
    case 'peak-memory':
      return seen.peakMemoryBytes[0]!;
    case 'ok-count':
      return seen.endings.ok;
    case 'queue-timeout-count':
      return seen.endings.queue_timeout;
    case 'longest-wait':
      return seen.queueWait.reduce((longest, wait) => Math.max(longest, wait), 0);
    case 'makespan':
      return seen.endedAt;
    default:
      throw new Error(`${id}: ${statistic} is not a figure of replications`);
  }
}

/** Share of given instants at which more than `threshold` requests are in flight. */
function fromInstants(oracle: OracleCase, replications: number): OracleEstimate {
  const model = modelFrom(oracle.model!);
  const { within, every, count } = oracle.instants!;
  const moments = new Moments();
  let events = 0;
  for (let k = 0; k < replications; k++) {
    const simulation = new Simulation(model, `${oracle.seed}/${k}`);
    let above = 0;
    const look = simulation.simulator.on(() => {
      if (simulation.pods.totalInFlight() > oracle.threshold!) above++;
    });
    for (let period = 0; period < count; period++) {
      for (const at of within) simulation.simulator.schedule(period * every + at, look, 0);
    }
    simulation.begin();
    simulation.run();
    assertInvariants(simulation);
    moments.add(above / (count * within.length));
    events += simulation.simulator.state.ran;
  }
  return { simulated: moments.mean, standardError: moments.standardError, events };
}
