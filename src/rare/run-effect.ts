/**
 * P(OOM) with the run effect integrated out. The effect multiplies a process's heap and nothing
 * else: until the first kill the course of a run depends on neither the effect nor the limit. One
 * run without a limit therefore tells, for each pod, the least effect that would have killed it,
 *
 *     e* = min over time of (limit - what the effect does not multiply) / heap,
 *
 * and P(no kill | run) is the product over pods of P(effect < e*): conditional Monte Carlo, whose
 * variance is never more than that of counting kills, and which sees 1e-9 as well as 1e-1.
 */
import type { Model } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import { Simulation } from '../simulation/simulation.ts';
import { type Estimate, estimate } from '../stats/interval.ts';
import { Moments } from '../stats/moments.ts';
import { checkpoints } from '../stats/stopping-rule.ts';
import { finish, type Steps } from './steps.ts';

export interface RunEffectEstimate extends Estimate {
  readonly runs: number;
  readonly events: number;
  /** The run that contributes most, as a share of the sum: near 1, one lucky run decides. */
  readonly largestShare: number;
}

/** Why the effect cannot be integrated out; null if it can. */
export function whyNoEffect({ pod, run }: Model): string | null {
  if (!compileLaw(pod.runEffect).random) return 'the run effect is constant';
  if (pod.memoryLimit === Number.POSITIVE_INFINITY) return 'there is no memory limit';
  // A process that a fault has restarted has drawn another effect.
  return run.faults.length > 0 ? 'pods are restarted by faults' : null;
}

export interface RunEffectOptions {
  readonly seed: string;
  /** Most runs. */
  readonly runs?: number;
  /** Stop earlier at this relative standard error, unless a single run still decides. */
  readonly relativeError?: number;
}

/** Runs before the first look. */
const FIRST_LOOK = 100;
/** A run with more than this share of the sum: others like it may not have been met yet. */
const LARGE = 0.1;

/** The mean over runs of P(any pod is OOMKilled | the run but for its effects). */
export function estimateByEffect(model: Model, options: RunEffectOptions): RunEffectEstimate {
  return finish(effectSteps(model, options));
}

/** The same in steps. */
export function* effectSteps(
  model: Model,
  { seed, runs: most = 200, relativeError = 0 }: RunEffectOptions,
): Steps<RunEffectEstimate> {
  const law = compileLaw(model.pod.runEffect);
  const free: Model = {
    ...model,
    pod: {
      ...model.pod,
      memoryLimit: Number.POSITIVE_INFINITY,
      runEffect: { law: 'constant', value: 1 },
    },
  };
  const found = new Moments();
  let events = 0;
  let largest = 0;
  const rule = { relative: relativeError, absolute: 0, first: FIRST_LOOK, budget: most };
  const looks = new Set(checkpoints(rule));
  for (let run = 0; run < most; run++) {
    const { critical, events: ran } = criticalEffects(
      free,
      `${seed}/${run}`,
      model.pod.memoryLimit,
    );
    // Summed as logarithms, so that a risk of 1e-12 keeps its digits.
    const survives = critical.reduce((sum, effect) => sum + Math.log1p(-tail(effect)), 0);
    const killed = -Math.expm1(survives);
    found.add(killed);
    events += ran;
    largest = Math.max(largest, killed);
    yield ran;
    if (!looks.has(run + 1)) continue;
    const precise = found.standardError <= relativeError * found.mean;
    if (relativeError > 0 && precise && largest <= LARGE * found.mean * found.count) break;
  }
  return {
    ...estimate(found.mean, found.standardError, found.count - 1, 0.95),
    runs: found.count,
    events,
    largestShare: largest / (found.mean * found.count),
  };

  /** P(effect >= e), from the lower tail of 1 / e where the law is lognormal: no digits cancel. */
  function tail(effect: number): number {
    const { runEffect } = model.pod;
    if (runEffect.law !== 'lognormal' || effect <= 0) return 1 - law.cdf(effect);
    const mirrored = compileLaw({ law: 'lognormal', mu: -runEffect.mu, sigma: runEffect.sigma });
    return mirrored.cdf(1 / effect);
  }
}

/** By pod, the least effect that kills it up to the horizon, in a run without limit and effect. */
function criticalEffects(
  free: Model,
  seed: string,
  limit: number,
): { critical: Float64Array; events: number } {
  const simulation = new Simulation(free, seed);
  const { simulator, pods } = simulation;
  const { memory } = pods;
  const critical = new Float64Array(free.pod.replicas).fill(Number.POSITIVE_INFINITY);
  const note = (pod: number): void => {
    if (simulator.now > free.run.horizon) return;
    const whole = memory.charged(pod);
    const { effect } = memory.state;
    // Memory is what the effect multiplies and a rest: at effect 0 it is the rest alone.
    effect[pod] = 0;
    const rest = memory.charged(pod);
    effect[pod] = 1;
    if (whole > rest) critical[pod] = Math.min(critical[pod]!, (limit - rest) / (whole - rest));
  };
  simulation.listen(note);
  if (free.run.horizon < Number.POSITIVE_INFINITY) {
    // Memory is straight between two bends; the horizon may lie between them.
    const look = simulator.on((pod) => pods.network.touch(pod));
    for (let pod = 0; pod < free.pod.replicas; pod++) {
      simulator.schedule(free.run.horizon, look, pod);
    }
  }
  simulation.begin();
  simulation.run(free.run.horizon);
  return { critical, events: simulator.state.ran };
}
