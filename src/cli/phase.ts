/**
 * Phases of a command on Node's own performance timeline, with the processor time of all threads
 * [us] as their detail. Whoever wants to know where the time goes can look, as does
 * `node --trace-event-categories node.perf.usertiming`; nobody has to be told.
 */
export async function phase<Result>(
  name: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  try {
    return await work();
  } finally {
    performance.measure(name, { start, detail: process.cpuUsage(cpuBefore) });
  }
}
