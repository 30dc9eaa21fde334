/** A system of `pods` that each share a unit of capacity among at most `slots` requests. */
export interface SharingPods {
  readonly pods: number;
  readonly slots: number;
  /** Of all pods together [1/s]; work is exponential of mean 1 s. */
  readonly arrivalRate: number;
}

interface SharingFigures {
  /** Mean time in the system [s]. */
  readonly sojournMean: number;
  /** Mean wait in the central queue [s]. */
  readonly waitMean: number;
  readonly waitProbability: number;
}

/** Change of a probability in one sweep at which the solution stands. */
const SETTLED = 1e-14;
const MOST_SWEEPS = 20_000;

/**
 * Least-loaded pod, ties at random, one queue in order of arrival once all slots are taken: the
 * balance equations of the Markov chain over the loads in falling order, solved by sweeping. When all
 * are full the queue is geometric. Many slots are join the shortest queue.
 */
export function leastconnSharing(system: SharingPods): SharingFigures {
  const { pods, slots, arrivalRate } = system;
  const loads = fallingLoads(pods, slots);
  const inflows = inflowsOf(loads, system);
  const p = solve(loads, inflows, system);
  const full = loads.length - 1;
  const queueing = arrivalRate / pods;
  // Weight of all states with every slot taken, the queue empty or not.
  const allFull = p[full]! / (1 - queueing);
  const total = p.reduce((sum, each) => sum + each) - p[full]! + allFull;
  const queued = (allFull * queueing) / (1 - queueing) / total;
  const present = loads.reduce(
    (sum, load, i) => sum + sizeOf(load) * (i === full ? allFull : p[i]!),
    0,
  );
  return {
    sojournMean: (present / total + queued) / arrivalRate,
    waitMean: queued / arrivalRate,
    waitProbability: allFull / total,
  };
}

/** All loads of the pods, each in falling order; from all idle to all full, by rising sum. */
function fallingLoads(pods: number, slots: number): number[][] {
  let loads: number[][] = [[]];
  for (let pod = 0; pod < pods; pod++) {
    loads = loads.flatMap((load) => {
      const most = pod === 0 ? slots : load[pod - 1]!;
      return Array.from({ length: most + 1 }, (_, n) => [...load, n]);
    });
  }
  return loads.sort((a, b) => sizeOf(a) - sizeOf(b));
}

/** For each state, the states that lead to it and how fast: those of state i from `first[i]` on. */
interface Inflows {
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly rate: Float64Array;
}

function inflowsOf(loads: readonly number[][], { pods, arrivalRate }: SharingPods): Inflows {
  const place = new Map(loads.map((load, i) => [load.join(), i]));
  const inflows: { from: number; rate: number }[][] = loads.map(() => []);
  const flow = (from: number, load: readonly number[], rate: number) => {
    const to = place.get([...load].sort((a, b) => b - a).join());
    // An arrival that finds every slot taken joins the queue, and the loads stay as they are.
    if (to !== undefined) inflows[to]!.push({ from, rate });
  };
  for (const [from, load] of loads.entries()) {
    flow(from, load.with(pods - 1, load[pods - 1]! + 1), arrivalRate);
    for (let pod = 0; pod < pods; pod++) {
      if (load[pod]! > 0) flow(from, load.with(pod, load[pod]! - 1), 1);
    }
  }
  const first = new Int32Array(loads.length + 1);
  for (const [i, { length }] of inflows.entries()) first[i + 1] = first[i]! + length;
  const all = inflows.flat();
  return {
    first,
    from: Int32Array.from(all, ({ from }) => from),
    rate: Float64Array.from(all, ({ rate }) => rate),
  };
}

/** Weights of the states with an empty queue, by Gauss-Seidel sweeps up and down. */
function solve(
  loads: readonly number[][],
  { first, from, rate }: Inflows,
  { arrivalRate }: SharingPods,
): Float64Array {
  const full = loads.length - 1;
  const outRate = Float64Array.from(
    loads,
    (load, i) => load.filter((n) => n > 0).length + (i === full ? 0 : arrivalRate),
  );
  const p = new Float64Array(loads.length).fill(1 / loads.length);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let change = 0;
    for (let step = 0; step <= full; step++) {
      const i = sweep % 2 === 0 ? step : full - step;
      let inflow = 0;
      for (let k = first[i]!; k < first[i + 1]!; k++) inflow += p[from[k]!]! * rate[k]!;
      const next = inflow / outRate[i]!;
      change = Math.max(change, Math.abs(next - p[i]!));
      p[i] = next;
    }
    let sum = 0;
    for (let i = 0; i <= full; i++) sum += p[i]!;
    for (let i = 0; i <= full; i++) p[i]! /= sum;
    if (change < SETTLED) return p;
  }
  throw new Error('the balance equations did not settle');
}

function sizeOf(load: readonly number[]): number {
  return load.reduce((sum, n) => sum + n, 0);
}
