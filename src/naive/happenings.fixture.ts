/** What happens next, of all that is due. */
import { expireQueue, queuePatience } from './backend.fixture.ts';
import { bestHealth } from './checks.fixture.ts';
import { refuse } from './handler.fixture.ts';
import { crossingAt, observe } from './memory.fixture.ts';
import { endFlow } from './rates.fixture.ts';
import type { Flow } from './request.fixture.ts';
import { deadlineOf, expireStill, isStill } from './timeouts.fixture.ts';
import { admitWaiters } from './waiting.fixture.ts';
import { type Pod, type Timer, touch, type World } from './world.fixture.ts';

/** What rounding may do to an instant, relative. */
const CLOSE = 1e-11;

/** Something that is due. */
export interface Happening {
  readonly at: number;
  readonly rank: number;
  readonly run: () => void;
}

/** The earliest of all that is due; of equals the one that was set up first. */
export function nextHappening(world: World): Happening | null {
  let next: Happening | null = null;
  let isOnlyRecurring = true;
  const consider = (at: number, rank: number, run: () => void, recurs = false) => {
    if (at === Number.POSITIVE_INFINITY) return;
    isOnlyRecurring &&= recurs;
    if (next === null || at < next.at || (at === next.at && rank < next.rank)) {
      next = { at, rank, run };
    }
  };
  for (const timer of world.timers) {
    consider(timer.at, timer.rank, () => runTimer(world, timer), timer.recurs);
  }
  for (const { at, rank, run } of impatientQueues(world)) consider(at, rank, run);
  for (const request of world.requests) {
    const { flow, pod, phase, queuedRank, sinceRank } = request;
    if (flow !== null) consider(endOf(world, flow), world.ranks, () => endFlows(world, flow, pod));
    const waitRank = phase === 'queued' ? queuedRank : sinceRank;
    const rank = isStill(request) ? flow!.rank : waitRank;
    consider(deadlineOf(world, request), rank, () => expireStill(world, request));
  }
  for (const pod of world.pods) {
    consider(crossingAt(world, pod), world.ranks + 1, () => {
      touch(world, pod);
      pod.over = true;
    });
  }
  return isOnlyRecurring && isAllWell(world) ? null : next;
}

function runTimer(world: World, timer: Timer): void {
  world.timers = world.timers.filter((each) => each !== timer);
  timer.run();
}

/** None of the checks and probes that are left would change anything. */
function isAllWell(world: World): boolean {
  const servers = world.replicas.flatMap((replica) => replica.servers);
  const best = bestHealth(world);
  return !world.model.haproxy.check.enabled || servers.every(({ health }) => health === best);
}

function endOf({ now }: World, { bytes, moved, rate }: Flow): number {
  return rate > 0 ? now + Math.max(0, bytes - moved) / rate : Number.POSITIVE_INFINITY;
}

/**
 * Two causes may meet at one instant, as equal parts that were begun during one stall of the event
 * loop do: they move, and end, in step. If one of them is a flow, rounding decides which is first.
 * So may checks of two servers that went DOWN together, and queues, or time-outs of inactivity, of
 * two replicas that began together: which is first is for nobody to say.
 */
export function noteTie(world: World, { at }: Happening): void {
  const isNow = (other: number) => Math.abs(other - at) <= CLOSE * at;
  const flows = world.requests.filter(({ flow }) => flow !== null && isNow(endOf(world, flow)));
  const timers = world.timers.filter((timer) => isNow(timer.at));
  const checks = timers.filter(({ recurs }) => recurs);
  const queues = impatientQueues(world).filter((queue) => isNow(queue.at));
  const expiring = world.requests.filter((request) => isNow(deadlineOf(world, request)));
  const replicas = new Set(expiring.map(({ replica }) => replica));
  // The body whose encryption blocks a pod is in at the instant at which others come to a halt.
  const still = expiring.filter(isStill);
  const isStillTied = still.length > 0 && still.length < expiring.length;
  const isFlowTied = flows.length > 0 && flows.length + timers.length > 1;
  if (isFlowTied || isStillTied || checks.length > 1 || queues.length > 1 || replicas.size > 1) {
    world.tiedAt = Math.min(world.tiedAt, at);
  }
}

/** Queues whose first member runs out of patience at some time. */
function impatientQueues(world: World): Happening[] {
  const happenings: Happening[] = [];
  const patience = queuePatience(world);
  for (const { queue: common, servers } of world.replicas) {
    for (const queue of [common, ...servers.map((server) => server.queue)]) {
      const head = queue[0];
      if (head === undefined) continue;
      const run = () => expireQueue(world, queue);
      happenings.push({ at: head.queuedAt + patience, rank: head.queuedRank, run });
    }
  }
  const { wait } = world.model.pod.limiter;
  for (const pod of world.pods) {
    const head = pod.limiterQueue[0];
    if (head === undefined) continue;
    const run = () => expireLimiter(world, pod, wait);
    happenings.push({ at: head.since + wait, rank: head.rank, run });
  }
  return happenings;
}

/** Each refusal may let those behind in who now fit. */
function expireLimiter(world: World, pod: Pod, wait: number): void {
  for (;;) {
    const head = pod.limiterQueue[0];
    if (head === undefined || head.since + wait > world.now) return;
    pod.limiterQueue.shift();
    refuse(world, head.request);
    admitWaiters(world, pod);
  }
}

/** Flows that are alike and end at this instant end together, those that started first first. */
function endFlows(world: World, { kind, cap, bytes, moved }: Flow, pod: Pod | null): void {
  const left = bytes - moved;
  const ended = world.requests.filter(
    ({ flow, pod: where }) =>
      flow !== null &&
      where === pod &&
      flow.kind === kind &&
      flow.cap === cap &&
      flow.bytes - flow.moved <= left,
  );
  ended.sort((a, b) => a.flow!.rank - b.flow!.rank);
  for (const { flow } of ended) flow!.moved = flow!.bytes;
  if (pod !== null) {
    touch(world, pod);
    observe(world, pod);
  }
  for (const request of ended) endFlow(request);
}
