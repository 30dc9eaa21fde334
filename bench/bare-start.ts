/** What Node itself takes to start a process and as many threads, with nothing in either. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const ROUNDS = 5;

const SCRIPT = `
const { Worker } = require('node:worker_threads');
const ready = () => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(String((user + system) / 1e6), () => process.exit());
};
const thread = "require('node:worker_threads').parentPort.postMessage('ready')";
const threads = Array.from({ length: THREADS }, () => new Worker(thread, { eval: true }));
for (const each of threads) each.once('message', ready);
`;

/** Processor time until the first thread is ready [s]: the least of some rounds. */
export function bareStart(): number {
  const script = SCRIPT.replace('THREADS', String(availableParallelism()));
  const rounds = Array.from({ length: ROUNDS }, () =>
    Number.parseFloat(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout),
  );
  return Math.min(...rounds);
}
