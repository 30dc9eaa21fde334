import { anyBodyKills, oneBodyKills } from './big-jump.ts';
import { longRun } from './birth-death.ts';
import { exponentialSumTail, uniformAndFinishedTail, uniformTail } from './compound-poisson.ts';
import { gammaTail } from './gamma.ts';
import { reachesWithin } from './mminf-first-passage.ts';
import { casesOf, type Design, type OracleCase, type PlainModel } from './oracle-case.ts';
import {
  BARE_POD,
  heldUploads,
  jumpingBodies,
  NO_PROXY,
  poisson,
  queueBefore,
} from './plain-models.ts';
import { poissonTail } from './poisson.ts';
import { batchesFor, horizonOf, isDeep, replicationsFor } from './run-length.ts';

/** One megabyte: the unit of body size in these cases. */
const MB = 1e6;
const MIB = 2 ** 20;
const SECOND = { law: 'exponential', mean: '1s' };
const EXPONENTIAL_BODY = { law: 'exponential', mean: '1MB' };
const ALL_RECEIVED: PlainModel = { bodySize: '1MB', pace: '1MB/s' };

/** A pod reached directly by Poisson uploads. */
function open(rate: number, body: PlainModel, pod: PlainModel, horizon: number): PlainModel {
  return {
    clients: poisson(rate, body),
    haproxy: NO_PROXY,
    pod: { ...BARE_POD, ...pod },
    run: { horizon: `${horizon}s` },
  };
}

/**
 * A share of time. Requests end at `rate` [1/s]; the relative variance [s] is that of the exact
 * process or of a pilot run.
 */
function timeAbove(
  run: string,
  title: string,
  figure: { rate: number; exact: number; threshold: number; relativeVariance: number },
  model: (horizon: number) => PlainModel,
): OracleCase[] {
  const { rate, exact, threshold } = figure;
  const design = batchesFor([figure]);
  return casesOf({
    run,
    oracle: run.slice(0, run.indexOf(' ')),
    title,
    model: model(horizonOf(design)),
    design,
    deep: isDeep(rate, design),
    figures: [{ statistic: 'time-above', exact, threshold }],
  });
}

/** O9 (a): a body is there at once and held for the stay. */
function heldCase(): OracleCase[] {
  const process = { states: 80, birth: () => 10, death: (n: number) => n };
  const above = longRun(process, (n) => (n > 20 ? 1 : 0));
  const figure = {
    rate: 10,
    exact: poissonTail(20, 10),
    threshold: 20.5 * MB,
    relativeVariance: above.variance / above.mean ** 2,
  };
  return timeAbove('O9 a load=10 k=20', 'Poisson uploads, bodies held for the stay', figure, (t) =>
    open(10, { bodySize: '1MB' }, { handler: 'constant', service: SECOND }, t),
  );
}

/** O9 (b): exponential bodies arrive at constant rate and are held as far as received. */
function streamingCases(): OracleCase[] {
  const systems = [
    [10, 20, 56],
    [50, 80, 225],
  ] as const;
  return systems.flatMap(([rate, x, relativeVariance]) => {
    const exact = exponentialSumTail(rate, x);
    const figure = { rate, exact, threshold: x * MB, relativeVariance };
    return timeAbove(
      `O9 b load=${rate} x=${x}`,
      'Poisson uploads of exponential bodies, held as received',
      figure,
      (t) => open(rate, { bodySize: EXPONENTIAL_BODY, pace: '1MB/s' }, { handler: 'received' }, t),
    );
  });
}

/** O9 (c): a crowd twice the number of slots, so that all slots are full always. */
function fullSlotsCases(): OracleCase[] {
  const systems = [
    [8, 16, 80],
    [32, 50, 216],
    [64, 96, 1600],
  ] as const;
  return systems.flatMap(([slots, x, relativeVariance]) => {
    const exact = gammaTail(slots, x);
    const figure = { rate: slots, exact, threshold: x * MB, relativeVariance };
    const crowd = { kind: 'closed', workers: 2 * slots, requests: 'none' };
    return timeAbove(
      `O9 c slots=${slots} x=${x}`,
      'All slots full of exponential bodies',
      figure,
      (t) => ({
        clients: [{ ...crowd, bodySize: EXPONENTIAL_BODY }],
        haproxy: queueBefore(slots),
        pod: { ...BARE_POD, handler: 'constant', service: SECOND },
        run: { horizon: `${t}s` },
      }),
    );
  });
}

/**
 * O9 (d): the kill within a horizon. Rarer ones (load 10 reaching 30 within 10000, load 50 reaching
 * 90 within 1000) would take over 1e10 events to see often enough.
 */
function horizonCases(): OracleCase[] {
  const systems = [
    [10, 20, 100],
    [10, 25, 1000],
    [50, 80, 1000],
  ] as const;
  return systems.flatMap(([rate, level, horizon]) => {
    const exact = reachesWithin(rate, level, horizon);
    return casesOf({
      run: `O9 d load=${rate} k=${level} T=${horizon}`,
      oracle: 'O9',
      title: `Poisson uploads: OOMKilled within ${horizon} stays`,
      model: heldUploads(rate, level, horizon),
      design: replicationsFor(exact),
      deep: horizon > 100,
      figures: [{ statistic: 'oom-probability', exact }],
    });
  });
}

/** O9 (e): base + maxconn x copies x largest body <= limit, so no run may kill. */
function boundCase(): OracleCase[] {
  const [maxconn, copies, largest] = [10, 3, 16 * MB];
  const memoryLimit = `${24 * MIB + maxconn * copies * largest}B`;
  return casesOf({
    run: 'O9 e maxconn=10',
    oracle: 'O9',
    title: 'Whole bodies within the deterministic bound are never OOMKilled',
    model: {
      clients: [
        {
          kind: 'closed',
          workers: 64,
          requests: 400,
          bodySize: { law: 'uniform', min: '1MB', max: '16MB' },
          pace: '20MB/s',
        },
      ],
      haproxy: queueBefore(maxconn),
      pod: { ...BARE_POD, base: '24MiB', handler: 'read-all', copies, memoryLimit },
      upstream: { latency: '250ms' },
    },
    design: { kind: 'exact', tolerance: 0, replications: 20 },
    figures: [{ statistic: 'oom-probability', exact: 0 }],
  });
}

/** O17: uploads of one size, and with finished bodies held in three copies beside them. */
function oneSizeCases(): OracleCase[] {
  const uploading = (
    [
      [8, 6],
      [12, 308],
    ] as const
  ).flatMap(([x, relativeVariance]) =>
    timeAbove(
      `O17 load=10 x=${x}`,
      'Poisson uploads of one size, held as received',
      { rate: 10, exact: uniformTail(10, x), threshold: x * MB, relativeVariance },
      (t) => open(10, ALL_RECEIVED, { handler: 'received' }, t),
    ),
  );
  const figure = {
    rate: 10,
    exact: uniformAndFinishedTail(10, 5, 3, 40),
    threshold: 40 * MB,
    relativeVariance: 76,
  };
  return [
    ...uploading,
    ...timeAbove(
      'O17 load=10+5 x=40',
      'Poisson uploads of one size, then held in three copies while passed on',
      figure,
      (t) => ({
        ...open(10, ALL_RECEIVED, { handler: 'read-all', copies: 3 }, t),
        upstream: { latency: { law: 'exponential', mean: '500ms' } },
      }),
    ),
  ];
}

/** O20: lognormal bodies; one alone may kill, so a cap of one in flight does not help. */
function bigJumpCase(): OracleCase[] {
  const exact = anyBodyKills(256, oneBodyKills(16 * MB, 1, 3, 488 * MIB));
  const design: Design = replicationsFor(exact);
  return casesOf({
    run: 'O20 maxconn=1',
    oracle: 'O20',
    title: '256 lognormal bodies read whole, one at a time',
    model: jumpingBodies(256, 4),
    design,
    figures: [{ statistic: 'oom-probability', exact }],
  });
}

export function memoryCases(): OracleCase[] {
  return [
    ...heldCase(),
    ...streamingCases(),
    ...fullSlotsCases(),
    ...horizonCases(),
    ...boundCase(),
    ...oneSizeCases(),
    ...bigJumpCase(),
  ];
}
