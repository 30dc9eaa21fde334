/** Two clocks around something: the wall's, and that of the processor time of all threads. */
export interface Elapsed {
  /** [s] */
  readonly wall: number;
  /** [s] */
  readonly cpu: number;
}

/** Starts both; what is returned stops them. */
export function startWatch(): () => Elapsed {
  const cpuBefore = process.cpuUsage();
  const beganAt = performance.now();
  return () => {
    const wall = (performance.now() - beganAt) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wall, cpu: (user + system) / 1e6 };
  };
}
