import { longRun } from './birth-death.ts';
import { mdcMeanWait } from './mdc.ts';
import { mg1MeanWait } from './mg1.ts';
import { meanWait, waitProbability } from './mmc.ts';
import { mmcPatience } from './mmc-patience.ts';
import { casesOf, type Design, type OracleCase } from './oracle-case.ts';
import { pureQueue } from './plain-models.ts';
import { batchesFor, horizonOf, isDeep } from './run-length.ts';

/** How the servers are split over pods: any split that leaves none idle beside a queue will do. */
const PODS: Readonly<Record<number, number>> = { 1: 1, 2: 2, 4: 1, 8: 2, 16: 4, 32: 4, 64: 8 };
const UTILISATIONS = [0.5, 0.8, 0.9, 0.95];

/** O1. At c = 64, rho = 0.5 one arrival in millions waits: not for simulation. */
function mmcCases(): OracleCase[] {
  return Object.keys(PODS).flatMap((key) => {
    const servers = Number(key);
    return UTILISATIONS.filter((rho) => servers < 64 || rho > 0.5).flatMap((rho) => {
      const rate = rateOf(servers, rho);
      const queue = { servers, arrivalRate: rate, serviceRate: 1 };
      const design = mmcDesign(servers, rate);
      return casesOf({
        run: `O1 c=${servers} rho=${rho}`,
        oracle: 'O1',
        title: `M/M/${servers} at utilisation ${rho} (Erlang C)`,
        model: pureQueue(
          {
            pods: PODS[servers]!,
            servers,
            rate,
            service: { law: 'exponential', mean: '1s' },
          },
          horizonOf(design),
        ),
        design,
        deep: isDeep(rate, design),
        figures: [
          { statistic: 'wait-probability', exact: waitProbability(queue) },
          { statistic: 'wait-mean', exact: meanWait(queue) },
        ],
      });
    });
  });
}

function mmcDesign(servers: number, rate: number): Design {
  const queue = { servers, arrivalRate: rate, serviceRate: 1 };
  const process = {
    states: servers + Math.ceil(40 / -Math.log(rate / servers)),
    birth: () => rate,
    death: (n: number) => Math.min(n, servers),
  };
  const [wait, mean] = [waitProbability(queue), meanWait(queue)];
  const waiting = longRun(process, (n) => (n < servers ? 0 : 1));
  const queued = longRun(process, (n) => Math.max(0, n - servers));
  // The second terms: arrivals see the process at random moments only, and draw their own waits.
  return batchesFor([
    {
      exact: wait,
      relativeVariance: waiting.variance / waiting.mean ** 2 + (1 - wait) / (wait * rate),
    },
    { exact: mean, relativeVariance: queued.variance / queued.mean ** 2 + 2 / (wait * rate) },
  ]);
}

/** O6: relative variance of the wait, per arrival, from a pilot run. */
const LOGNORMAL_VARIANCE = 342;

/** O3 and O6: constant service, which needs no longer runs than exponential, and lognormal. */
function otherServiceCases(): OracleCase[] {
  const constant = [
    [1, 0.8],
    [4, 0.9],
    [8, 0.8],
  ] as const;
  const deterministic = constant.flatMap(([servers, rho]) => {
    const rate = rateOf(servers, rho);
    const design = mmcDesign(servers, rate);
    return casesOf({
      run: `O3 c=${servers} rho=${rho}`,
      oracle: 'O3',
      title: `M/D/${servers} at utilisation ${rho} (Crommelin)`,
      model: pureQueue({ pods: 1, servers, rate, service: '1s' }, horizonOf(design)),
      design,
      figures: [{ statistic: 'wait-mean', exact: mdcMeanWait(servers, rate) }],
    });
  });
  const exact = mg1MeanWait(0.8, 1, 1.5);
  const design = batchesFor([{ exact, relativeVariance: LOGNORMAL_VARIANCE / 0.8 }]);
  const service = { law: 'lognormal', mean: '1s', cv: 1.5 };
  return [
    ...deterministic,
    ...casesOf({
      run: 'O6 rho=0.8 cv=1.5',
      oracle: 'O6',
      title: 'M/G/1 at utilisation 0.8, lognormal service (Pollaczek-Khinchine)',
      model: pureQueue({ pods: 1, servers: 1, rate: 0.8, service }, horizonOf(design)),
      design,
      figures: [{ statistic: 'wait-mean', exact }],
    }),
  ];
}

/**
 * O4. Servers, arrivals [1/s], patience [s], and the largest relative variance per arrival among
 * the four figures, from a pilot run (or 50 where it is less).
 */
const PATIENCE = [
  [1, 0.9, 1, 50],
  [1, 1.5, 1, 50],
  [4, 3.6, 1, 50],
  [4, 5, 1, 50],
  [16, 14.4, 0.5, 233],
  [16, 16, 1, 291],
  [64, 70, 0.5, 208],
] as const;

function patienceCases(): OracleCase[] {
  return PATIENCE.flatMap(([servers, rate, patience, variance]) => {
    const exact = mmcPatience({ servers, arrivalRate: rate, serviceRate: 1 }, patience);
    const design = batchesFor([{ exact: exact.timeoutShare, relativeVariance: variance / rate }]);
    const queue = {
      pods: PODS[servers]!,
      servers,
      rate,
      service: { law: 'exponential', mean: '1s' },
      patience: `${patience}s`,
    };
    return casesOf({
      run: `O4 c=${servers} lambda=${rate} tau=${patience}`,
      oracle: 'O4',
      title: `M/M/${servers}+D: arrivals ${rate}/s, queue time-out ${patience} s`,
      model: pureQueue(queue, horizonOf(design)),
      design,
      figures: [
        { statistic: 'timeout-share', exact: exact.timeoutShare },
        { statistic: 'wait-probability', exact: exact.waitProbability },
        { statistic: 'served-wait-mean', exact: exact.servedWaitMean },
        { statistic: 'utilisation', exact: exact.utilisation },
      ],
    });
  });
}

/** c rho without the rounding error that would show in the model's text. */
function rateOf(servers: number, rho: number): number {
  return Number((servers * rho).toFixed(6));
}

export function queueCases(): OracleCase[] {
  return [...mmcCases(), ...otherServiceCases(), ...patienceCases()];
}
