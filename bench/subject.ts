/**
 * The process that is measured: it loads the worker that a sweep's threads load, dist/task.js, and
 * runs the same tasks. The clock stands outside the simulator, around one whole task: wiring, run,
 * invariants, and the reduction to what a row needs.
 */
import { Tally } from '../src/stats/tally.ts';
import type { Block } from '../src/sweep/replication.ts';
import type { Task } from '../src/sweep/task.ts';
import { holdOperations } from './hold.ts';
import type { Question, Runs } from './measured-process.ts';
import { pooledRuns } from './pooled-runs.ts';
import { profileOf } from './profile.ts';
import { type Elapsed, startWatch } from './watch.ts';

type Work = (task: Task) => unknown;

let loaded: Promise<Work> | null = null;

process.on('message', (question: Question) => {
  answer(question).then(
    (value) => process.send!({ value }),
    (error: Error) => process.send!({ error: error.stack ?? error.message }),
  );
});

async function answer(question: Question): Promise<unknown> {
  if (question.kind === 'hold') return holdOperations(question);
  if (question.kind === 'pool') return pooledRuns(question.workerUrl, question);
  loaded ??= import(question.workerUrl).then((module: { default: Work }) => module.default);
  const work = await loaded;
  const { model, seeds } = question;
  const run = async () => (await work({ kind: 'block', model, seeds })) as Block;
  if (question.kind === 'profile') return profileOf(run);
  const stop = startWatch();
  const block = await run();
  const elapsed = stop();
  return { ...figuresOf(block), ...elapsed, peakResident: peakResident() };
}

function figuresOf({ replications, queueWait }: Block): Omit<Runs, keyof Elapsed | 'peakResident'> {
  const sum = (count: (run: Block['replications'][number]) => number) =>
    replications.reduce((total, run) => total + count(run), 0);
  const requests = sum((run) => run.requests);
  return {
    requests,
    events: sum((run) => run.events),
    kills: sum((run) => run.killCount),
    timedOut: sum((run) => run.endings.queue_timeout) / requests,
    ends: replications.map((run) => run.endedAt),
    peaks: replications.map((run) => run.peakMemoryBytes),
    meanWait: Tally.from(queueWait).mean,
  };
}

/** Most memory the process has held so far [B]. */
function peakResident(): number {
  return process.resourceUsage().maxRSS * 1024;
}
