import { closedLoop } from './closed-loop.ts';
import { inFlightAbove } from './cron-wave.ts';
import { crossingTime } from './crossing.ts';
import { casesOf, type Design, type OracleCase, type PlainModel } from './oracle-case.ts';
import { limitedPeak, partsPeak, wholeBodiesPeak } from './peaks.ts';
import { BARE_POD, NO_PROXY, poisson, queueBefore } from './plain-models.ts';
import { uploadEnds } from './ps-uploads.ts';
import { batchesFor, horizonOf } from './run-length.ts';

const MIB = 2 ** 20;
const EXACT: Design = { kind: 'exact', tolerance: 1e-9, replications: 1 };

/** So many clients, each with one upload, all at once. */
function oneEach(workers: number, body: PlainModel): PlainModel {
  return { kind: 'closed', workers, requests: workers, ...body };
}

/** O14: uploads that share a link, without and with a pace of their own. */
function sharingCases(): OracleCase[] {
  const sizes = [4, 8, 16, 32];
  const bytes = sizes.map((size) => size * 1e6);
  return [Infinity, 40].flatMap((pace) =>
    casesOf({
      run: pace === Infinity ? 'O14 shared' : `O14 pace=${pace}`,
      oracle: 'O14',
      title:
        pace === Infinity
          ? 'Uploads that share a link of 100 MB/s'
          : `Uploads of at most ${pace} MB/s that share a link of 100 MB/s`,
      model: {
        clients: sizes.map((size) =>
          oneEach(1, {
            bodySize: `${size}MB`,
            pace: pace === Infinity ? 'none' : `${pace}MB/s`,
          }),
        ),
        link: { rate: '100MB/s' },
        haproxy: NO_PROXY,
        pod: { ...BARE_POD, handler: 'received' },
      },
      design: EXACT,
      figures: uploadEnds(bytes, 100e6, pace * 1e6).map((exact, i) => ({
        statistic: 'completion-time',
        exact,
        rank: i + 1,
      })),
    }),
  );
}

/**
 * O6: Poisson uploads that share a link are M/G/1 with processor sharing, E[T] = E[S] / (1 - rho)
 * whatever the law of the sizes. The relative variances [s] are from pilot runs.
 */
function sharedForeverCases(): OracleCase[] {
  const laws = [
    ['exponential', { law: 'exponential', mean: '1MB' }, 10],
    ['lognormal', { law: 'lognormal', mean: '1MB', cv: 1.5 }, 12],
  ] as const;
  const [rate, speed] = [3, 5];
  const exact = 1 / speed / (1 - rate / speed);
  return laws.flatMap(([name, bodySize, relativeVariance]) => {
    const design = batchesFor([{ exact, relativeVariance }]);
    return casesOf({
      run: `O6 shared link, ${name}`,
      oracle: 'O6',
      title: `M/G/1 with processor sharing: Poisson uploads, ${name} sizes, utilisation 0.6`,
      model: {
        clients: poisson(rate, { bodySize }),
        link: { rate: `${speed}MB/s` },
        haproxy: NO_PROXY,
        pod: { ...BARE_POD, handler: 'received' },
        run: { horizon: `${horizonOf(design)}s` },
      },
      design,
      figures: [{ statistic: 'sojourn-mean', exact }],
    });
  });
}

/** O15: the limit is crossed when the link has brought as much, however many share it. */
function crossingCases(): OracleCase[] {
  return [6, 24].flatMap((uploads) =>
    casesOf({
      run: `O15 n=${uploads}`,
      oracle: 'O15',
      title: `${uploads} uploads that fill a link of 125 MB/s cross 488 MiB`,
      model: {
        clients: [oneEach(uploads, { bodySize: '200MB' })],
        link: { rate: '125MB/s' },
        haproxy: NO_PROXY,
        pod: { ...BARE_POD, base: '24MiB', memoryLimit: '512MiB', handler: 'received' },
      },
      design: EXACT,
      figures: [{ statistic: 'first-crossing', exact: crossingTime(488 * MIB, 125e6) }],
    }),
  );
}

/** O16: what overlapping bodies of 16 MB hold at most, by handler [B]. */
function peakCases(): OracleCase[] {
  const overlap = (bodies: number) => ({ idle: 24 * MIB, bodies, size: 16e6 });
  const limited = (bodies: number) => limitedPeak(overlap(bodies), 3, 4, 0.12 * MIB);
  const parked = { uvicornBuffer: '0.12MiB', limiter: { wait: '10h' } };
  // Encryption takes time here: one part at a time, beside all the others held plain.
  const parts = { cpu: { read: 'none', encrypt: '2GB/s' } };
  const cases: readonly (readonly [string, number, number, PlainModel])[] = [
    ['read-all', 10, wholeBodiesPeak(overlap(10), 3), { copies: 3 }],
    ['read-all', 11, wholeBodiesPeak(overlap(11), 3), { copies: 3 }],
    ['sleep-then-read', 10, wholeBodiesPeak(overlap(10), 1), { service: '1s' }],
    ['parts', 40, partsPeak(overlap(40), 8 * MIB), parts],
    ['parts', 128, partsPeak(overlap(128), 8 * MIB), parts],
    ['limiter-then-read', 40, limited(40), { copies: 3, ...parked }],
    ['limiter-then-read', 128, limited(128), { copies: 3, ...parked }],
  ];
  return cases.flatMap(([handler, bodies, exact, pod]) =>
    casesOf({
      run: `O16 ${handler} n=${bodies}`,
      oracle: 'O16',
      title: `Peak of ${bodies} overlapping bodies of 16 MB under ${handler}`,
      model: {
        clients: [oneEach(bodies, { bodySize: '16MB', pace: '16MB/s' })],
        haproxy: NO_PROXY,
        pod: { ...BARE_POD, base: '24MiB', handler, ...pod },
        upstream: { latency: '5s' },
      },
      design: EXACT,
      figures: [{ statistic: 'peak-memory', exact }],
    }),
  );
}

/** O18: a closed loop that just fits its queue time-out, and one that just does not. */
function closedLoopCases(): OracleCase[] {
  return [9.99, 10.01].flatMap((service) => {
    const loop = { workers: 128, requests: 256, slots: 40, patience: 30, service };
    const exact = closedLoop(loop);
    return casesOf({
      run: `O18 service=${service}`,
      oracle: 'O18',
      title: `128 workers on 40 slots of ${service} s, queue time-out 30 s`,
      model: {
        clients: [
          {
            kind: 'closed',
            workers: loop.workers,
            requests: loop.requests,
            bodySize: '0B',
            pauseAfterFailure: '0s',
          },
        ],
        haproxy: queueBefore(loop.slots, `${loop.patience}s`),
        pod: { ...BARE_POD, handler: 'constant', service: `${service}s` },
      },
      design: EXACT,
      figures: [
        { statistic: 'ok-count', exact: exact.ok },
        { statistic: 'queue-timeout-count', exact: exact.timeouts },
        { statistic: 'longest-wait', exact: exact.longestWait },
        { statistic: 'makespan', exact: exact.makespan },
      ],
    });
  });
}

/**
 * O19: uploads that start anywhere in a window, many waves a run. Each is looked at three times:
 * an upload in flight at one of them is less likely to be so at another, which lowers the variance.
 */
function waveCase(): OracleCase[] {
  const [uploads, duration, jitter, period, waves] = [128, 4, 10, 20, 550];
  return casesOf({
    run: 'O19 n=128 D/J=0.4',
    oracle: 'O19',
    title: 'A cron wave of 128 uploads: more than 64 in flight at an instant',
    model: {
      clients: [
        {
          kind: 'wave',
          workers: uploads,
          waves,
          period: `${period}s`,
          startJitter: { law: 'uniform', min: '0s', max: `${jitter}s` },
          bodySize: '0B',
        },
      ],
      haproxy: NO_PROXY,
      pod: { ...BARE_POD, handler: 'constant', service: `${duration}s` },
    },
    design: { kind: 'replications', replications: 40 },
    figures: [
      {
        statistic: 'in-flight-above',
        exact: inFlightAbove(64, uploads, duration, jitter),
        threshold: 64,
        instants: { within: [4, 7, 10], every: period, count: waves },
      },
    ],
  });
}

export function flowCases(): OracleCase[] {
  return [
    ...sharingCases(),
    ...sharedForeverCases(),
    ...crossingCases(),
    ...peakCases(),
    ...closedLoopCases(),
    ...waveCase(),
  ];
}
