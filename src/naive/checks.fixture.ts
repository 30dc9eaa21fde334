/**
 * Active checks: `fall` failures in a row take a server down, `rise` passes bring it up. A server
 * that is well is not checked, as nothing would come of it: checks run from the death of its pod,
 * at a random phase, until it is well again.
 */
import { after, type Server, type World } from './world.fixture.ts';

interface Verdicts {
  readonly onDown: (server: Server) => void;
  readonly onUp: (server: Server) => void;
}

export function watchPod(world: World, server: Server, verdicts: Verdicts): void {
  const { enabled, inter } = world.model.haproxy.check;
  if (!enabled || server.checked) return;
  server.checked = true;
  const phase = world.streams.get('checks').next() * inter;
  after(world, phase, () => check(world, server, verdicts));
}

function check(world: World, server: Server, verdicts: Verdicts): void {
  const { rise, fall, inter } = world.model.haproxy.check;
  const best = rise + fall - 1;
  const wasUp = server.up;
  const passes = server.pod.listening;
  if (passes) {
    server.health = wasUp || server.health + 1 >= rise ? best : server.health + 1;
  } else {
    server.health = !wasUp || server.health - 1 < rise ? 0 : server.health - 1;
  }
  const isUp = server.health >= rise;
  server.checked = !(passes && server.health === best);
  if (server.checked) after(world, inter, () => check(world, server, verdicts));
  if (wasUp && !isUp) verdicts.onDown(server);
  if (!wasUp && isUp) verdicts.onUp(server);
}
