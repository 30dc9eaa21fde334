/** Made-up measured cases beside made-up predictions, for the tests of charts and reports. */
import type {
  ConformanceCase,
  ConformanceQuantity,
  ConformanceResults,
  QuantityName,
  TargetResult,
} from '../conformance/results.ts';

const MIB = 2 ** 20;
const HANDLERS = [
  'limiter-then-parts',
  'limiter-then-read',
  'parts',
  'sleep-then-read',
  'read-all',
  'constant',
];

type More = Partial<ConformanceQuantity>;

/** A quantity predicted `error` too high, relative or as a difference of shares. */
export function exampleQuantity(
  name: QuantityName,
  measured: number,
  error: number,
  more: More = {},
): ConformanceQuantity {
  const isShare = name.endsWith('_share');
  const predicted = isShare ? measured + error : measured * (1 + error);
  return {
    name,
    unit: isShare ? 'share' : name.startsWith('peak') ? 'B' : 's',
    measured,
    low: null,
    high: null,
    predicted,
    predictedLow: predicted * 0.99,
    predictedHigh: predicted * 1.01,
    closedForm: null,
    error,
    met: Math.abs(error) <= (isShare ? 0.03 : 0.15),
    scored: true,
    ...more,
  };
}

/** A case of which nobody was killed, unless `more` says otherwise. */
export function exampleCase(
  id: string,
  quantities: readonly ConformanceQuantity[],
  more: Partial<ConformanceCase> = {},
): ConformanceCase {
  return {
    id,
    group: id[0]!,
    handler: 'read-all',
    note: '',
    fitted: false,
    memoryLimitBytes: 512 * MIB,
    oom: {
      measuredKills: 0,
      predictedKills: 0,
      measuredShare: 0,
      predictedShare: 0,
      scored: true,
      met: true,
    },
    explanation: null,
    ...more,
    quantities: more.fitted ? quantities.map((one) => ({ ...one, scored: false })) : quantities,
  };
}

/**
 * Sizes of floods under each handler, repeats of one case that miss, a pod killed in truth and not
 * in the model, a fitted case, waiting with and without a closed form, and a wait of zero.
 */
export function exampleConformance(): ConformanceResults {
  const floods = HANDLERS.slice(0, 5).flatMap((handler, index) =>
    [5, 20, 80].map((size, place) => {
      const error = (((index * 5 + place * 3) % 9) - 4) / 40;
      const quantities = [
        exampleQuantity('peak_memory', size * (index + 2) * 5 * MIB, error),
        exampleQuantity('latency_p50', 0.1 * size, -error),
        exampleQuantity('queue_wait_p50', place === 0 ? 0 : 0.05 * size, 0),
      ];
      return exampleCase(`A_${handler}_n${size}`, quantities, { handler, fitted: place === 1 });
    }),
  );
  const killed = {
    measuredKills: 1,
    predictedKills: 0,
    measuredShare: 1,
    predictedShare: 0,
    scored: true,
    met: false,
  };
  const repeats = [1, 2].map((repeat) =>
    exampleCase(
      `A_cold_r${repeat}`,
      [
        exampleQuantity('peak_memory', 300 * MIB, 0.4, { low: 290 * MIB, high: 310 * MIB }),
        exampleQuantity('latency_p50', 28, -0.7),
      ],
      { explanation: 'Memory touched for the first time faults page by page; not modelled.' },
    ),
  );
  const waits = exampleCase(
    'E_rho0.9',
    [
      exampleQuantity('queue_wait_mean', 0.106, 0.02, { closedForm: 0.108 }),
      exampleQuantity('queue_wait_p50', 0.09, 0.02, { closedForm: 0.092 }),
      exampleQuantity('queue_timeout_share', 0.108, -0.004, { closedForm: 0.1 }),
    ],
    { handler: 'constant' },
  );
  const ties = exampleCase('F_ties', [exampleQuantity('queue_wait_mean', 0.02, 0.1)], {
    handler: 'constant',
  });
  const cases = [
    ...floods,
    exampleCase('G_slow_readers', [], { oom: killed, handler: 'limiter-then-parts' }),
    ...repeats,
    waits,
    ties,
  ];
  return {
    provenance: {
      measured: 'Measured on real pods',
      machine: '2 cores',
      kernel: 'Linux 6.18',
      versions: 'HAProxy 2.6.12, uvicorn 0.17.6',
      cgroup: 'v1',
      sysctls: 'tcp_rmem 4096 131072 6291456.',
      clients: 'One connection a request',
    },
    cases,
    targets: [
      exampleTarget('oom', { scored: 15, met: 14, medianError: null, reached: false }),
      exampleTarget('peak_memory', {
        target: 'median error at most 8%, none above 20%',
        scored: 12,
        met: 10,
        medianError: 0.05,
        worstError: 0.4,
        worstCase: 'A_cold_r1',
        reached: false,
      }),
      exampleTarget('latency_p50', { scored: 12, met: 10, reached: false }),
      exampleTarget('queue_wait_p50', { scored: 11, met: 11, medianError: 0.02, reached: true }),
      exampleTarget('queue_timeout_share', { scored: 1, met: 1, medianError: 0.004 }),
    ],
    notCovered: [
      { id: 'A4_expect', reason: 'Expect: 100-continue' },
      { id: 'A4_expect_2', reason: 'Expect: 100-continue' },
      { id: 'F2_rr', reason: 'balance roundrobin' },
    ],
    fitted: cases.filter(({ fitted }) => fitted).map(({ id }) => id),
    seeds: 8,
  };
}

function exampleTarget(name: TargetResult['name'], more: Partial<TargetResult>): TargetResult {
  return {
    name,
    target: 'error at most 15%',
    unit: 'share',
    scored: 1,
    met: 1,
    medianError: 0.03,
    worstError: null,
    worstCase: null,
    reached: true,
    ...more,
  };
}
