/**
 * The kubelet's probes: every `period` the application is asked, and answers after the blocking
 * calls that are ahead. So many failures in a row are the verdict, known as the time-out of the last
 * one is over; one success takes it back. Here every probe is made.
 */
import { busyFor } from './waiting.fixture.ts';
import {
  after,
  cancel,
  draw,
  type Pod,
  type Probes,
  recurAt,
  type World,
} from './world.fixture.ts';

type Kind = 'liveness' | 'readiness';

export function noProbes(): Probes {
  return { failures: 0, failing: false, next: null, verdict: null };
}

/** The pod begins to listen, and a series of probes with it; `failed` follows the verdict. */
export function startProbes(world: World, pod: Pod, kind: Kind, failed: () => void): void {
  const { enabled, initialDelay, phase } = world.model.pod[kind];
  if (!enabled) return;
  const first = world.now + initialDelay + draw(world, kind, phase);
  probeAt(world, pod, kind, first, failed);
}

/** The process is gone. It counts as not ready until it passes a probe. */
export function endProbes(world: World, pod: Pod, kind: Kind): void {
  if (!world.model.pod[kind].enabled) return;
  cancel(world, pod[kind].next);
  cancel(world, pod[kind].verdict);
  pod[kind] = { ...noProbes(), failing: kind === 'readiness' };
}

function probeAt(world: World, pod: Pod, kind: Kind, at: number, failed: () => void): void {
  const { period, timeout, failureThreshold } = world.model.pod[kind];
  const probe = () => {
    const series = pod[kind];
    if (busyFor(world, pod) <= timeout) {
      series.failures = 0;
      series.failing = false;
    } else if (++series.failures === failureThreshold) {
      series.verdict = after(world, timeout, () => {
        series.failing = true;
        failed();
      });
    }
    if (pod[kind] === series) probeAt(world, pod, kind, at + period, failed);
  };
  pod[kind].next = recurAt(world, at, probe);
}
