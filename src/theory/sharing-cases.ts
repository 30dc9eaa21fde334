import { erlangA } from './erlang-a.ts';
import { leastconnSharing, type SharingPods } from './leastconn-sharing.ts';
import { casesOf, type OracleCase, type PlainModel } from './oracle-case.ts';
import { BARE_POD, NO_PROXY, poisson, pureQueue, queueBefore } from './plain-models.ts';
import { batchesFor, horizonOf } from './run-length.ts';

/** Bodies of one second's reading on average, read by processor sharing and dropped. */
const READING_POD: PlainModel = { ...BARE_POD, handler: 'received', cpu: { read: '1MB/s' } };
const WORK = { law: 'exponential', mean: '1MB' };

/**
 * O5: servers, arrivals [1/s], rate of giving up [1/s], and the relative variance per arrival of the
 * share that gives up, from a pilot run. A client gives up during its service too, so that
 * service goes on at the rate 1 - theta: with the clients that leave, a slot is freed at the rate 1.
 */
const IMPATIENCE = [
  [4, 3.6, 0.5, 25],
  [64, 70, 0.5, 140],
  [100, 105, 0.1, 640],
] as const;

function impatienceCases(): OracleCase[] {
  return IMPATIENCE.flatMap(([servers, rate, theta, variance]) => {
    const exact = erlangA({ servers, arrivalRate: rate, serviceRate: 1 }, theta);
    const design = batchesFor([{ exact: exact.abandonShare, relativeVariance: variance / rate }]);
    const service = { law: 'exponential', mean: `${1 / (1 - theta)}s` };
    const queue = pureQueue({ pods: 1, servers, rate, service }, horizonOf(design));
    const patience = { law: 'exponential', mean: `${1 / theta}s` };
    return casesOf({
      run: `O5 c=${servers} lambda=${rate} theta=${theta}`,
      oracle: 'O5',
      title: `M/M/${servers}+M: clients that give up after ${1 / theta} s on average (Erlang A)`,
      model: {
        ...queue,
        clients: poisson(rate, { bodySize: '0B', patience }),
        haproxy: { ...queueBefore(servers), abortonclose: true },
      },
      design,
      deep: servers === 100,
      figures: [
        { statistic: 'abandon-share', exact: exact.abandonShare },
        { statistic: 'wait-probability', exact: exact.waitProbability },
      ],
    });
  });
}

/** O6: relative variance of the sojourn, per second, from a pilot run. */
const SHARING_VARIANCE = 12;

/** O6: one processor-sharing pod; whatever the law of the work, E[T] = 1 / (mu - lambda). */
function processorSharingCases(): OracleCase[] {
  const [arrivals, served] = [3, 5];
  const exact = 1 / (served - arrivals);
  const design = batchesFor([{ exact, relativeVariance: SHARING_VARIANCE }]);
  return ['exponential', 'lognormal'].flatMap((law) =>
    casesOf({
      run: `O6 PS ${law}`,
      oracle: 'O6',
      title: `M/G/1 with processor sharing, ${law} work: the law does not matter`,
      model: {
        clients: poisson(arrivals, {
          bodySize: { law, mean: '200kB', ...(law === 'lognormal' && { cv: 1.5 }) },
        }),
        haproxy: NO_PROXY,
        pod: READING_POD,
        run: { horizon: `${horizonOf(design)}s` },
      },
      design,
      figures: [{ statistic: 'sojourn-mean', exact }],
    }),
  );
}

/** Slots beyond which a pod practically never has requests at utilisation 0.8. */
const UNLIMITED_SLOTS = 24;

/**
 * O7 (slots null: no maxconn) and O8: pods, slots, utilisation, and the largest relative variance
 * per second among the figures, from a pilot run.
 */
const SHARED = [
  [2, null, 0.5, 5],
  [2, null, 0.8, 60],
  [3, null, 0.8, 20],
  [2, 1, 0.8, 95],
  [2, 4, 0.8, 170],
  [3, 4, 0.9, 130],
  [4, 4, 0.8, 520],
] as const;

function leastconnCases(): OracleCase[] {
  return SHARED.flatMap(([pods, slots, rho, relativeVariance]) => {
    const arrivalRate = Number((pods * rho).toFixed(6));
    const system: SharingPods = { pods, slots: slots ?? UNLIMITED_SLOTS, arrivalRate };
    const exact = leastconnSharing(system);
    const oracle = slots === null ? 'O7' : 'O8';
    const design = batchesFor([{ exact: exact.sojournMean, relativeVariance }]);
    const cap = slots === null ? 'no maxconn' : `maxconn ${slots}`;
    const queued = [
      { statistic: 'wait-probability', exact: exact.waitProbability },
      // With several slots so few wait that their mean takes far longer runs.
      ...(slots === 1 ? [{ statistic: 'wait-mean', exact: exact.waitMean } as const] : []),
    ] as const;
    return casesOf({
      run: `${oracle} n=${pods} ${slots === null ? '' : `m=${slots} `}rho=${rho}`,
      oracle,
      title: `leastconn over ${pods} pods that share their CPU, ${cap}, utilisation ${rho}`,
      model: {
        clients: poisson(arrivalRate, { bodySize: WORK }),
        haproxy: slots === null ? { check: { enabled: false } } : queueBefore(slots),
        pod: { ...READING_POD, replicas: pods },
        run: { horizon: `${horizonOf(design)}s` },
      },
      design,
      deep: pods > 2 && slots !== null,
      figures: [
        { statistic: 'sojourn-mean', exact: exact.sojournMean },
        ...(slots === null ? [] : queued),
      ],
    });
  });
}

export function sharingCases(): OracleCase[] {
  return [...impatienceCases(), ...processorSharingCases(), ...leastconnCases()];
}
