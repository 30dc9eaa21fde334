/** One run told in a few lines. */
import { ENDINGS } from '../request/ending.ts';
import { percent, readableBytes, readableDuration } from '../units/readable.ts';
import type { RunSummary, Spread } from './run-summary.ts';

/** Kills told one by one; further ones are counted. */
const KILLS_TOLD = 5;

export function runStory(run: RunSummary): string {
  const { operations, requests, servedWithin60s } = run;
  const limit = run.memoryLimitBytes === null ? 'none' : readableBytes(run.memoryLimitBytes);
  const lines: [string, string][] = [
    ['run', `${run.model}, seed ${run.seed}, trajectory ${run.trajectory}`],
    [
      'requests',
      `${requests} attempts of ${operations} operations, the last ended at ${readableDuration(run.endedAtSeconds)}`,
    ],
    ['endings', endings(run)],
    ...terminations(run),
    ['served', `${servedWithin60s} of ${operations} operations within 60 s`],
    ['OOM kills', kills(run)],
    ...(run.livenessKills > 0
      ? [['liveness', `${run.livenessKills} kills by the probe`] as [string, string]]
      : []),
    [
      'peak memory',
      `${run.peakMemoryBytes.map((peak, pod) => `pod ${pod} ${readableBytes(peak)}`).join(', ')}; limit ${limit}`,
    ],
    [
      'at once',
      `${Math.max(...run.peakInFlight)} requests in one pod, ${run.peakQueue} in the queue`,
    ],
    ['latency', `${spread(run.latencySeconds)} (ok attempts)`],
    ['queue wait', `${spread(run.queueWaitSeconds)} (attempts that reached a pod)`],
  ];
  return lines.map(([name, text]) => `${name.padEnd(12)} ${text}\n`).join('');
}

function endings({ endings, requests }: RunSummary): string {
  const happened = ENDINGS.filter((ending) => endings[ending] > 0);
  if (happened.length === 0) return 'no request was made';
  return happened
    .map((ending) => `${ending} ${endings[ending]} (${percent(endings[ending] / requests)})`)
    .join(', ');
}

/** By termination state, as HAProxy's log would say; nothing where every one is that of success. */
function terminations({ terminations }: RunSummary): [string, string][] {
  const states = Object.entries(terminations);
  if (states.every(([state]) => state === '--')) return [];
  return [['in the log', states.map(([state, count]) => `${state} ${count}`).join(', ')]];
}

function kills({ kills }: RunSummary): string {
  if (kills.length === 0) return 'none';
  const told = kills.slice(0, KILLS_TOLD).map((kill) => {
    return `pod ${kill.podIndex} at ${readableDuration(kill.at)} with ${kill.inFlight} requests in it`;
  });
  const further = kills.length - told.length;
  return `${kills.length}: ${told.join(', ')}${further > 0 ? `, and ${further} more` : ''}`;
}

function spread({ p50, p90, p99, max, mean }: Spread): string {
  if (p50 === null) return 'none';
  const named = { p50, p90, p99, max, mean };
  return Object.entries(named)
    .map(([name, value]) => `${name} ${readableDuration(value!)}`)
    .join(', ');
}
