/**
 * Arrivals of a Poisson process whose rate changes in steps and that may be silent by turns:
 * between two of them the rate integrates to an exponential of mean 1.
 */
import type { Model } from '../config/config.ts';
import { draw, type World } from './world.fixture.ts';

type OpenClient = Extract<Model['clients'][number], { kind: 'open' }>;

/** Instant of the next arrival [s]; Infinity: none up to the horizon. */
export function nextArrival(world: World, index: number): number {
  const client = world.model.clients[index] as OpenClient;
  let load = draw(world, `clients[${index}]/arrivals`, { law: 'exponential', mean: 1 });
  let at = world.now;
  while (at <= world.model.run.horizon) {
    const end = Math.min(nextStep(client, at), nextTurn(world, index, at));
    const rate = isOn(world, index, at) ? rateAt(client, at) : 0;
    if (rate > 0 && load / rate <= end - at) return at + load / rate;
    load -= rate * (end - at);
    at = end;
  }
  return Number.POSITIVE_INFINITY;
}

function rateAt({ rate, schedule }: OpenClient, now: number): number {
  return schedule.findLast(({ at }) => at <= now)?.rate ?? rate;
}

function nextStep({ schedule }: OpenClient, now: number): number {
  return schedule.find(({ at }) => at > now)?.at ?? Number.POSITIVE_INFINITY;
}

/** Bursts and silences follow one another, a burst first. */
function isOn(world: World, index: number, now: number): boolean {
  nextTurn(world, index, now);
  return world.turns[index]!.filter((turn) => turn <= now).length % 2 === 0;
}

/** End of the burst or silence that is on [s]; those that come later are drawn as they come. */
function nextTurn(world: World, index: number, now: number): number {
  const { bursts } = world.model.clients[index] as OpenClient;
  const turns = world.turns[index]!;
  while ((turns.at(-1) ?? 0) <= now) {
    const law = turns.length % 2 === 0 ? bursts.on : bursts.off;
    turns.push((turns.at(-1) ?? 0) + draw(world, `clients[${index}]/bursts`, law));
  }
  return turns.find((turn) => turn > now)!;
}
