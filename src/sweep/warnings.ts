/** Why to look twice before trusting a row. */
interface Doubts {
  /** Replications with a kill. */
  readonly kills: number;
  readonly replications: number;
  readonly deterministic: boolean;
  /** Attempts cut off by the horizon or the event budget. */
  readonly unfinished: number;
  /** Replications with a kill after the horizon. */
  readonly killedLate: number;
  /** Replications that used up `run.maxEvents`. */
  readonly outOfEvents: number;
  /** Most requests of one run that reached a pod, a pod, where each leaves `pod.residue`. */
  readonly leaks: number;
}

/** Fewer replications than this on either side leave an interval that says little. */
const FEW = 5;

/**
 * Requests of one process over which `pod.residue` was measured: those of the case with the most
 * that models/measured/fit.yaml names for it.
 */
const RESIDUE_REQUESTS = 2000;
/** So many times as far an extrapolation goes unsaid. */
const TIMES = 10;

/** Sentences joined by `; `; empty where there is nothing to say. */
export function warnings(doubts: Doubts): string {
  const { kills, replications, deterministic, unfinished, killedLate, outOfEvents, leaks } = doubts;
  const said: string[] = [];
  if (deterministic) {
    said.push(
      `deterministic: no run draws a random number, so OOM is ${kills > 0 ? 'yes' : 'no'} and ` +
        'has no interval',
    );
  } else {
    said.push(...fewKills(kills, replications));
  }
  if (killedLate > 0) {
    said.push(
      `${killedLate} of ${replications} runs were OOMKilled after the horizon; such kills do not count`,
    );
  }
  if (outOfEvents > 0) {
    said.push(`event budget used up in ${outOfEvents} of ${replications} replications`);
  }
  if (unfinished > 0) said.push(`${unfinished} requests unfinished when their run ended`);
  if (leaks > TIMES * RESIDUE_REQUESTS) {
    said.push(
      `pod.residue was measured over ${RESIDUE_REQUESTS} requests a pod and is extrapolated to ` +
        `more than ${TIMES} times as many`,
    );
  }
  return said.join('; ');
}

function fewKills(kills: number, replications: number): string[] {
  // None and all say so themselves, as a bound in place of an interval.
  if (kills === 0 || kills === replications) return [];
  if (kills < FEW) return [`only ${kills} of ${replications} replications with a kill`];
  if (replications - kills < FEW) {
    return [`only ${replications - kills} of ${replications} replications without a kill`];
  }
  return [];
}
