/** A crowd that starts together, each worker sending its next request when its last one ended. */
interface ClosedLoop {
  readonly workers: number;
  /** Requests in all. */
  readonly requests: number;
  readonly slots: number;
  /** Constant service time [s]. */
  readonly service: number;
  /** Longest wait for a slot [s]. */
  readonly patience: number;
}

interface ClosedLoopFigures {
  readonly ok: number;
  readonly timeouts: number;
  /** Of the requests served [s]. */
  readonly longestWait: number;
  /** Time of the last ending [s]. */
  readonly makespan: number;
}

/**
 * What becomes of them, by the recursion of Kiefer and Wolfowitz (Transactions of the American
 * Mathematical Society 78, 1955): in the order of sending, each request takes the slot that is
 * free first, unless that is later than it is willing to wait.
 */
export function closedLoop(loop: ClosedLoop): ClosedLoopFigures {
  const idle = new Array<number>(loop.workers).fill(0);
  const free = new Array<number>(loop.slots).fill(0);
  let [ok, timeouts, longestWait, makespan] = [0, 0, 0, 0];
  for (let i = 0; i < loop.requests; i++) {
    const worker = earliest(idle);
    const sent = idle[worker]!;
    const slot = earliest(free);
    const wait = Math.max(0, free[slot]! - sent);
    if (wait < loop.patience) {
      ok++;
      longestWait = Math.max(longestWait, wait);
      idle[worker] = sent + wait + loop.service;
      free[slot] = sent + wait + loop.service;
    } else {
      timeouts++;
      idle[worker] = sent + loop.patience;
    }
    makespan = Math.max(makespan, idle[worker]!);
  }
  return { ok, timeouts, longestWait, makespan };
}

function earliest(times: readonly number[]): number {
  let first = 0;
  for (let i = 1; i < times.length; i++) if (times[i]! < times[first]!) first = i;
  return first;
}
