import { longRun } from './birth-death.ts';
import { erlangB } from './erlang-b.ts';
import { casesOf, type OracleCase } from './oracle-case.ts';
import { batchesFor } from './run-length.ts';

/** Mean 1 and as variable as the exponential law, but of another shape: it must not matter. */
const SERVICE = { law: 'lognormal', mu: -Math.LN2 / 2, sigma: Math.sqrt(Math.LN2) } as const;

/** O2. Servers and load [erlangs]. */
const SYSTEMS = [
  [30, 25],
  [16, 12],
  [64, 50],
  [100, 100],
] as const;

export function lossCases(): OracleCase[] {
  return SYSTEMS.flatMap(([servers, load]) => {
    const exact = erlangB(servers, load);
    const process = { states: servers + 1, birth: () => load, death: (n: number) => n };
    const full = longRun(process, (n) => (n === servers ? 1 : 0));
    const relativeVariance = full.variance / exact ** 2 + (1 - exact) / (exact * load);
    return casesOf({
      run: `O2 c=${servers} a=${load}`,
      oracle: 'O2',
      title: `M/G/${servers}/${servers} at ${load} erlangs, lognormal service (Erlang B)`,
      model: null,
      station: { servers, arrivalRate: load, service: SERVICE },
      design: batchesFor([{ exact, relativeVariance }]),
      figures: [{ statistic: 'blocked-share', exact }],
    });
  });
}
