/**
 * Conditional Monte Carlo for floods in which one giant body decides: no splitting on memory helps
 * there, because nothing rises before the jump. The probability is taken apart at a body size v,
 *
 *     P(OOM) = P(largest > v) P(OOM | largest > v) + P(largest <= v) P(OOM | largest <= v),
 *
 * where P(largest > v) = 1 - (1 - p)^n is exact, and both conditions are drawn exactly, by
 * inversion. After Asmussen and Kroese, "Improved algorithms for rare event simulation with heavy
 * tails", Advances in Applied Probability 38 (2006), who condition on the largest of a sum.
 */
import type { Model } from '../config/config.ts';
import { compileLaw, type Sampler } from '../random/sampler.ts';
import { Stream } from '../random/stream.ts';
import { simulate } from '../simulation/simulate.ts';
import { Simulation } from '../simulation/simulation.ts';
import type { Interval } from '../stats/interval.ts';
import { clopperPearson } from '../stats/proportion.ts';
import { overrideBodies } from './body-override.ts';
import { finish, type Steps } from './steps.ts';

type Client = Extract<Model['clients'][number], { kind: 'closed' }>;
/** A population that draws the sizes of its bodies. */
type Sender = Exclude<Model['clients'][number], { kind: 'replay' }>;

const NO_TIME = { law: 'constant', value: 0 } as const;

export interface GiantBodyOptions {
  readonly seed: string;
  /** Size that takes the probability apart [B]; by default the least that kills a pod alone. */
  readonly size?: number;
  /** Runs under each of the two conditions. */
  readonly runs?: number;
}

export interface GiantBodyEstimate extends Interval {
  readonly value: number;
  /** Of `value`: square root of the two parts' binomial variances. */
  readonly standardError: number;
  /** v [B]. */
  readonly size: number;
  /** P(one body > v), and P(largest > v). */
  readonly oneGiant: number;
  readonly anyGiant: number;
  /** Share of the runs killed, given a giant and given none. */
  readonly killedByGiant: number;
  readonly killedWithout: number;
  readonly events: number;
}

const RUNS = 200;

/** Why the model has no giant to condition on; null if it has. */
export function whyNoGiant(model: Model): string | null {
  const [client] = model.clients;
  if (model.clients.length !== 1) return 'there are several populations';
  if (client?.kind !== 'closed' || client.requests === Number.POSITIVE_INFINITY) {
    return 'the number of bodies is not fixed';
  }
  if (model.run.horizon !== Number.POSITIVE_INFINITY) return 'the horizon may cut bodies off';
  if (!sends(client) || client.getShare > 0) return 'not every request has a body';
  const law = compileLaw(client.bodySize);
  if (!law.random) return 'all bodies are equal';
  const alone = sizeThatKillsAlone(model);
  return alone < law.max ? null : 'no body kills a pod alone';
}

/**
 * The least body that kills a pod by itself [B], by bisection over runs with one request; Infinity
 * if none within the reach of the body law does.
 */
export function sizeThatKillsAlone(
  model: Model,
  client: Sender = model.clients[0] as Client,
): number {
  const kills = (bytes: number): boolean => {
    const one: Client = {
      ...client,
      kind: 'closed',
      workers: { law: 'constant', value: 1 },
      requests: 1,
      pauseAfterFailure: NO_TIME,
      thinkTime: NO_TIME,
      bodySize: { law: 'constant', value: bytes },
    };
    return simulate({ ...model, clients: [one] }, 'alone').kills.length > 0;
  };
  // A body of more than all memory kills wherever bodies are held at all.
  let high = 1 + Math.ceil(model.pod.memoryLimit);
  let low = 0;
  if (!(high < Number.POSITIVE_INFINITY) || !kills(high)) return Number.POSITIVE_INFINITY;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (kills(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * How many bodies a run has, on average and at most, that each kill a pod alone. Traces have none:
 * what is no draw is in every run.
 */
export function giantsPerRun(model: Model): number {
  return model.clients.reduce((sum, client) => {
    if (client.kind === 'replay' || !sends(client) || !compileLaw(client.bodySize).random)
      return sum;
    const alone = sizeThatKillsAlone(model, client);
    const share = (1 - client.getShare) * (1 - compileLaw(client.bodySize).cdf(alone));
    return share === 0 ? sum : sum + share * requestsOf(client, model.run.horizon);
  }, 0);
}

/** Requests of a population in a run, on average and at most. */
function requestsOf(client: Sender, horizon: number): number {
  if (client.kind === 'closed') return client.requests;
  if (client.kind === 'wave') return client.waves * compileLaw(client.workers).mean;
  const steps = [{ at: 0, rate: client.rate }, ...client.schedule];
  return steps.reduce((sum, { at, rate }, i) => {
    const until = Math.min(horizon, steps[i + 1]?.at ?? horizon);
    return rate > 0 ? sum + rate * Math.max(0, until - at) : sum;
  }, 0);
}

/**
 * P(any pod is OOMKilled). Its interval adds up those of the two conditions, each at 97.5%: it
 * covers at least as often as 95%, and none killed in a condition is an upper bound there, not 0.
 */
export function estimateByGiant(model: Model, options: GiantBodyOptions): GiantBodyEstimate {
  return finish(giantSteps(model, options));
}

/** The same in steps. */
export function* giantSteps(model: Model, options: GiantBodyOptions): Steps<GiantBodyEstimate> {
  const client = model.clients[0] as Client;
  const law = compileLaw(client.bodySize);
  const { seed, runs = RUNS, size = sizeThatKillsAlone(model) } = options;
  const below = law.cdf(size);
  const oneGiant = 1 - below;
  const anyGiant = -Math.expm1(client.requests * Math.log1p(-oneGiant));
  const giant = yield* runsUnder(model, `${seed}/giant`, runs, (stream) => {
    // The first giant is the j-th body with probability p (1 - p)^j, given that there is one.
    const first = Math.floor(Math.log1p(-stream.next() * anyGiant) / Math.log1p(-oneGiant));
    return (number, drawn) => {
      if (number > first) return drawn;
      return number < first ? truncated(law, drawn, 0, below) : truncated(law, drawn, below, 1);
    };
  });
  const none = yield* runsUnder(
    model,
    `${seed}/none`,
    runs,
    () => (_, drawn) => truncated(law, drawn, 0, below),
  );
  const parts = [
    { weight: anyGiant, share: giant.killed / runs, ...clopperPearson(giant.killed, runs, 0.975) },
    {
      weight: 1 - anyGiant,
      share: none.killed / runs,
      ...clopperPearson(none.killed, runs, 0.975),
    },
  ];
  const total = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((sum, part) => sum + part.weight * of(part), 0);
  return {
    value: total(({ share }) => share),
    standardError: Math.hypot(
      ...parts.map(({ weight, share }) => weight * Math.sqrt((share * (1 - share)) / runs)),
    ),
    low: total(({ low }) => low),
    high: total(({ high }) => high),
    size,
    oneGiant,
    anyGiant,
    killedByGiant: giant.killed / runs,
    killedWithout: none.killed / runs,
    events: giant.events + none.events,
  };
}

/** The size at the same place of the law between two of its probabilities: the law given a range. */
function truncated(law: Sampler, drawn: number, from: number, to: number): number {
  return law.quantile(from + law.cdf(drawn) * (to - from));
}

function* runsUnder(
  model: Model,
  seed: string,
  runs: number,
  condition: (stream: Stream) => (number: number, drawn: number) => number,
): Steps<{ killed: number; events: number }> {
  const stream = new Stream(`${seed}/condition`);
  let [killed, events] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const simulation = new Simulation(model, `${seed}/${run}`);
    overrideBodies(simulation, condition(stream));
    simulation.begin();
    simulation.run();
    if (simulation.recorder.state.kills.length > 0) killed++;
    const { ran } = simulation.simulator.state;
    events += ran;
    yield ran;
  }
  return { killed, events };
}

function sends({ method }: Sender): boolean {
  return method === 'PUT' || method === 'POST';
}
