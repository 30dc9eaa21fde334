/**
 * Checks: `fall` failures in a row take a server DOWN, `rise` passes bring it UP, and errors seen in
 * the traffic may count as failures. Where the phase of checks is known, each one is made. Where it
 * is anybody's guess, plain ones are made from the trouble on, at a random phase, until the server
 * is well again.
 */
import { cameUp, wentDown } from './backend.fixture.ts';
import { shutSessions } from './haproxy.fixture.ts';
import { busyFor } from './waiting.fixture.ts';
import { after, cancel, recurAt, type Server, type World } from './world.fixture.ts';

type Observed = 'connected' | 'refused' | 'answered' | 'failed';

export function bestHealth({ model }: World): number {
  const { rise, fall } = model.haproxy.check;
  return rise + fall - 1;
}

/** With `phase: boot` server i of n is first checked inter * i/n after boot. */
export function bootChecks(world: World): void {
  const { enabled, phase, inter, age, rise } = world.model.haproxy.check;
  if (!enabled || phase !== 'boot') return;
  for (const server of world.replicas.flatMap(({ servers }) => servers)) {
    const first = (inter * server.pod.index) / world.pods.length - age;
    // Until its first check one failure takes a server DOWN.
    if (first >= 0) server.health = rise;
    checkAt(world, server, first + Math.max(0, Math.ceil(-first / inter)) * inter);
  }
}

/** From now on checks are made, if they were not. */
export function beginChecks(world: World, server: Server): void {
  const { enabled, inter } = world.model.haproxy.check;
  if (!enabled || server.check !== null) return;
  checkAt(world, server, world.now + world.streams.get('checks').next() * inter);
}

/** A pod that gets work may be too busy to answer a check of the application. */
export function podHasWork(world: World, pod: number): void {
  if (!world.model.haproxy.check.http) return;
  for (const { servers } of world.replicas) beginChecks(world, servers[pod]!);
}

/** The pod has just died: a check under way fails with it. */
export function podGone(world: World, server: Server): void {
  if (server.probing) {
    cancel(world, server.check);
    conclude(world, server, false);
  } else beginChecks(world, server);
}

function checkAt(world: World, server: Server, at: number): void {
  server.checkDue = at;
  server.probing = false;
  server.check = recurAt(world, at, () => check(world, server));
}

function check(world: World, server: Server): void {
  const { http, timeout, inter } = world.model.haproxy.check;
  const { pod } = server;
  const wait = http && pod.listening ? busyFor(world, pod) : 0;
  if (wait === 0) {
    conclude(world, server, pod.listening);
    return;
  }
  const limit = timeout < Number.POSITIVE_INFINITY ? timeout : inter;
  server.probing = true;
  const answer = () => conclude(world, server, wait <= limit);
  server.check = after(world, Math.min(wait, limit), answer);
}

/** The next check comes an interval after the end of this one. */
function conclude(world: World, server: Server, passed: boolean): void {
  const { inter, fastinter, downinter, phase, http } = world.model.haproxy.check;
  count(world, server, passed);
  const isWell = server.health === bestHealth(world);
  const other = server.health === 0 ? downinter : fastinter;
  const interval = isWell || other === 'auto' ? inter : other;
  if (passed && isWell && phase === 'random' && !http) {
    server.check = null;
    server.probing = false;
  } else checkAt(world, server, world.now + interval);
  tell(world, server);
}

function count(world: World, server: Server, passed: boolean): void {
  const { rise } = world.model.haproxy.check;
  if (passed) {
    const isUp = server.up || server.health + 1 >= rise;
    server.health = isUp ? bestHealth(world) : server.health + 1;
  } else {
    const isDown = !server.up || server.health - 1 < rise;
    server.health = isDown ? 0 : server.health - 1;
  }
}

function tell(world: World, server: Server): void {
  const isUp = server.health >= world.model.haproxy.check.rise;
  if (server.up && !isUp) {
    wentDown(world, server);
    shutSessions(world, server);
  } else if (!server.up && isUp) cameUp(world, server);
}

/** `observe`: so many errors in a row do what `on-error` says. */
export function observed(world: World, server: Server, what: Observed): void {
  const { observe, errorLimit, check: options } = world.model.haproxy;
  if (!options.enabled || observe === 'none') return;
  if (what === (observe === 'layer4' ? 'connected' : 'answered')) server.errors = 0;
  if (what !== 'refused' && !(what === 'failed' && observe === 'layer7')) return;
  server.errors++;
  if (server.errors < errorLimit) return;
  server.errors = 0;
  beginChecks(world, server);
  react(world, server);
}

function react(world: World, server: Server): void {
  const { onError, check: options } = world.model.haproxy;
  const { rise, fastinter } = options;
  if (onError === 'sudden-death') server.health = Math.min(server.health, rise + 1);
  if (onError === 'mark-down') server.health = Math.min(server.health, rise);
  if (onError !== 'fastinter') count(world, server, false);
  // In any case the next check comes soon.
  if (fastinter !== 'auto' && !server.probing && world.now + fastinter < server.checkDue) {
    cancel(world, server.check);
    checkAt(world, server, world.now + fastinter);
  }
  tell(world, server);
}
