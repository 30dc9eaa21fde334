/** How a pod dies and comes back: ready, killed, waiting, starting, ready. */
import { leavePod } from './handler.fixture.ts';
import { observe } from './memory.fixture.ts';
import { closePause } from './pause.fixture.ts';
import { endProbes, startProbes } from './probes.fixture.ts';
import { stopSendingAnswer } from './response.fixture.ts';
import { after, draw, inside, type Pod, touch, type World } from './world.fixture.ts';

export function startProcess(world: World, pod: Pod): void {
  pod.effect = draw(world, `run effect/${pod.index}`, world.model.pod.runEffect);
  observe(world, pod);
  startProbes(world, pod, 'liveness', () => die(world, pod, 'liveness'));
  startProbes(world, pod, 'readiness', () => undefined);
}

/** Pods that have passed their limit die at the end of the instant, in the order of their change. */
export function killExceeded(world: World): void {
  for (;;) {
    const pod = world.touched.shift();
    if (pod === undefined) return;
    observe(world, pod);
    if (pod.over) die(world, pod, 'oom');
  }
}

/** A fault from outside; a pod that is down stays down. */
export function kill(world: World, pod: Pod): void {
  if (pod.listening) die(world, pod, 'fault');
}

/** Every request in it is cut off, all its memory is gone, and the kubelet starts it again. */
function die(world: World, pod: Pod, cause: 'oom' | 'liveness' | 'fault'): void {
  const { restart, startup } = world.model.pod;
  const victims = inside(world, pod).sort((a, b) => a.entered - b.entered);
  if (world.now - pod.readyAt >= restart.reset) pod.deaths = 0;
  const backoff = Math.min(restart.max, restart.base * 2 ** (pod.deaths - 1));
  const delay = pod.deaths === 0 ? restart.first : backoff;
  const downFor = delay + draw(world, 'startup', startup);
  after(world, downFor, () => comeBack(world, pod));
  if (cause === 'oom' && world.now <= world.model.run.horizon) {
    const { now: at } = world;
    world.kills.push({
      at,
      podIndex: pod.index,
      inFlight: victims.length,
      readyAt: at + downFor,
    });
  }
  Object.assign(pod, {
    listening: false,
    deaths: pod.deaths + 1,
    effect: null,
    highest: 0,
    growth: 0,
    residue: 0,
    over: false,
    mostUploads: 0,
    uploadsBegun: 0,
    limiterQueue: [],
    calls: [],
    storeCalls: [],
    idleWarm: 0,
  });
  touch(world, pod);
  endProbes(world, pod, 'liveness');
  endProbes(world, pod, 'readiness');
  world.onPodDied(pod);
  world.timers = world.timers.filter(({ owner }) => owner === null || !victims.includes(owner));
  for (const request of victims) request.flow = null;
  for (const request of victims) {
    request.pod = null;
    stopSendingAnswer(request);
    closePause(world, request);
    const goesOn = world.onDone(request, 'killed');
    leavePod(request);
    if (!goesOn) world.onEnd(request, 'killed');
  }
}

function comeBack(world: World, pod: Pod): void {
  pod.listening = true;
  pod.readyAt = world.now;
  touch(world, pod);
  startProcess(world, pod);
}
