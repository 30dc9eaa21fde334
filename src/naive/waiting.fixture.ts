/** What requests wait for in a pod, each first come, first served: budget, event loop, store. */
import { park } from './body.fixture.ts';
import type { Request } from './request.fixture.ts';
import { after, cancel, draw, inside, type Pod, touch, type World } from './world.fixture.ts';

const KiB = 2 ** 10;
const MiB = 2 ** 20;

/** Asks the limiter for budget; `refused` is for who asks for more than there ever is. */
export function reserve(
  world: World,
  request: Request,
  granted: () => void,
  refused: () => void,
): void {
  const pod = request.pod!;
  const { budget, reserveLengths, reserveMost } = world.model.pod.limiter;
  const amount = reservation(request, reserveLengths, reserveMost);
  if (amount > budget) refused();
  else if (amount === 0) granted();
  else if (pod.limiterQueue.length > 0 || budgetUsed(world, pod) + amount > budget) {
    pod.limiterQueue.push({ request, amount, since: world.now, rank: world.ranks++, granted });
    park(world, request);
  } else {
    request.reserved = amount;
    granted();
  }
}

/** Gives back what a request holds; those who now fit go on, up to the first who does not. */
export function giveBack(world: World, request: Request): void {
  if (request.reserved === 0) return;
  request.reserved = 0;
  admitWaiters(world, request.pod!);
}

export function admitWaiters(world: World, pod: Pod): void {
  const { budget } = world.model.pod.limiter;
  for (;;) {
    const head = pod.limiterQueue[0];
    if (head === undefined || budgetUsed(world, pod) + head.amount > budget) return;
    pod.limiterQueue.shift();
    head.request.reserved = head.amount;
    head.granted();
  }
}

function budgetUsed(world: World, pod: Pod): number {
  return inside(world, pod).reduce((total, { reserved }) => total + reserved, 0);
}

/** Reservations of the app's limiter (s3proxy-python, concurrency.py) [B]. */
function reservation({ method, body }: Request, lengths: number, most: number): number {
  if (method === 'GET') return 8 * MiB;
  if (method === 'POST') return 64 * KiB;
  if (method === 'PUT') return Math.max(64 * KiB, Math.min(lengths * body, most));
  return 0;
}

/** A call that blocks the event loop; `begin` and `end` say when it does. */
export function block(
  world: World,
  request: Request,
  seconds: number,
  begin: () => void,
  end: () => void,
): void {
  const pod = request.pod!;
  pod.calls.push({ request, seconds, endsAt: Number.NaN, begin, end });
  if (pod.calls.length === 1) runCall(world, pod);
}

/** Time until the event loop gets to something new [s]. */
export function busyFor({ now }: World, { calls }: Pod): number {
  return calls.reduce(
    (wait, { seconds }, i) => wait + (i === 0 ? calls[0]!.endsAt - now : seconds),
    0,
  );
}

function runCall(world: World, pod: Pod): void {
  const call = pod.calls[0]!;
  call.begin();
  call.endsAt = world.now + call.seconds;
  const finish = () => {
    touch(world, pod);
    call.end();
    pod.calls.shift();
    if (pod.calls.length > 0) runCall(world, pod);
  };
  after(world, call.seconds, finish, call.request);
}

/** Asks the store to take or give `bytes`; `then` follows. */
export function callStore(world: World, request: Request, bytes: number, then: () => void): void {
  const pod = request.pod!;
  const running = pod.storeCalls.filter(({ timer }) => timer !== null).length;
  pod.storeCalls.push({ request, bytes, timer: null, then });
  if (running < world.model.upstream.connections) beginNextCall(world, pod);
}

function beginNextCall(world: World, pod: Pod): void {
  const call = pod.storeCalls.find(({ timer }) => timer === null);
  if (call === undefined) return;
  const { latency, rate } = world.model.upstream;
  const seconds = draw(world, 'upstream', latency) + call.bytes / rate;
  const answer = () => {
    pod.storeCalls.splice(pod.storeCalls.indexOf(call), 1);
    beginNextCall(world, pod);
    touch(world, pod);
    call.then();
  };
  call.timer = after(world, seconds, answer, call.request);
}

/** A request gives up its call to the store, if it has one: its connection is free. */
export function giveUpCall(world: World, request: Request): void {
  const pod = request.pod!;
  const call = pod.storeCalls.find((each) => each.request === request);
  if (call === undefined) return;
  pod.storeCalls.splice(pod.storeCalls.indexOf(call), 1);
  if (call.timer === null) return;
  cancel(world, call.timer);
  beginNextCall(world, pod);
}
