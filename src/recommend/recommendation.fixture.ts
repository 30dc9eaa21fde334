/** A plausible recommendation for the tests of pages and charts: made up, no simulation. */
import type {
  BoundVerdict,
  Candidate,
  CandidateFigures,
  Dropped,
  Figure,
  Judged,
} from './candidate.ts';
import type { PolicyFacts } from './policy-facts.ts';
import type { Recommendation } from './recommendation.ts';

const MIB = 2 ** 20;
const RUNS = 1000;
const SCENARIOS = [
  { name: 'limiter first', base: 102, slope: 0.3 },
  { name: 'parts, no limiter', base: 79, slope: 9.2 },
] as const;
const BOUNDS = [
  { text: 'oom_probability_all < 1e-2', statistic: 'oom_probability_all', sense: '<', bound: 1e-2 },
  {
    text: 'served_within_60s_share > 99%',
    statistic: 'served_within_60s_share',
    sense: '>',
    bound: 0.99,
  },
] as const;

const POLICY: PolicyFacts = {
  name: 's3proxy-defaults',
  title: 'Which defaults for the s3proxy chart?',
  question: 'Why 40, why 30 s, why 512Mi?',
  file: 'policies/s3proxy-defaults.yaml',
  per: 'backup window',
  knobs: [
    {
      path: 'haproxy.maxconn',
      unit: 'count',
      values: [10, 20, 40, 60],
      labels: ['10', '20', '40', '60'],
      helm: 'frontproxy.maxConnPerPod',
    },
    {
      path: 'haproxy.timeouts.queue',
      unit: 's',
      values: [30],
      labels: ['30s'],
      helm: 'frontproxy.timeouts.queue',
    },
    {
      path: 'pod.memoryLimit',
      unit: 'B',
      values: [256 * MIB, 512 * MIB, 768 * MIB],
      labels: ['256Mi', '512Mi', '768Mi'],
      helm: 'resources.limits.memory',
    },
    {
      path: 'pod.allocator',
      unit: 'choice',
      values: ['default'],
      labels: ['default'],
      helm: null,
    },
  ],
  bounds: BOUNDS,
  scenarios: [
    {
      name: 'limiter first',
      set: ['pod.handler limiter-then-parts'],
      podsLess: 0,
      required: true,
      note: 'what the code says it does',
    },
    {
      name: 'parts, no limiter',
      set: ['pod.handler parts'],
      podsLess: 0,
      required: true,
      note: 'nearest to what was measured in the incident',
    },
  ],
  minimise: 'cost',
  level: 0.95,
  indifference: { time: 1, bound: 0.25 },
  seed: '1',
  budget: 200_000,
};

const figure = (value: number, half: number, runs = RUNS): Figure => ({
  kind: 'mean',
  value,
  low: Math.max(0, value - half),
  high: value + half,
  runs,
});

/** A chance with its interval; of none seen the upper end of the exact one-sided bound. */
function chance(p: number): Figure {
  if (p < 1e-3) {
    return { kind: 'count', value: 0, low: 0, high: 1 - 0.05 ** (1 / RUNS), runs: RUNS };
  }
  if (p > 0.999) {
    return { kind: 'count', value: 1, low: 0.05 ** (1 / RUNS), high: 1, runs: RUNS };
  }
  const half = 1.96 * Math.sqrt((p * (1 - p)) / RUNS);
  return {
    kind: 'mean',
    value: p,
    low: Math.max(0, p - half),
    high: Math.min(1, p + half),
    runs: RUNS,
  };
}

function figuresAt(maxconn: number, limit: number): CandidateFigures[] {
  return SCENARIOS.map(({ name, base, slope }) => {
    const peak = (base + slope * Math.min(maxconn, 43)) * MIB;
    const off = Math.log(peak / limit);
    const p = 1 / (1 + Math.exp((-1.7 * off) / 0.12));
    const served = 1 - Math.min(1, p / 2);
    return {
      scenario: name,
      oomGivenModel: chance(off > 0.05 ? 1 : off < -0.05 ? 0 : 0.5 + 10 * off),
      oomWithModelError: chance(p),
      servedWithin60s: { ...figure(served, 0.001), high: Math.min(1, served + 0.001) },
      answered503: figure(p / 10, 0.0005),
      time: figure(20 + 60 / maxconn, 0.4),
      latencyP50: 18,
      latencyP99: p > 0.01 ? null : 44,
      peakP50: peak,
      peakP99: 1.1 * peak,
    };
  });
}

function judgedOf(figures: readonly CandidateFigures[]): Judged[] {
  return figures.flatMap(({ scenario, oomWithModelError, servedWithin60s }) => {
    const verdicts: BoundVerdict[] = [
      oomWithModelError!.value < 1e-2 ? 'holds' : 'fails',
      servedWithin60s.value > 0.99 ? 'holds' : 'fails',
    ];
    return BOUNDS.map(({ text }, index) => ({
      scenario,
      bound: text,
      verdict: verdicts[index]!,
      runs: verdicts[index] === 'holds' ? RUNS : 30,
    }));
  });
}

function candidate(maxconn: number, mebibytes: number): Candidate {
  const limit = mebibytes * MIB;
  const figures = figuresAt(maxconn, limit);
  const judged = judgedOf(figures);
  const broken = judged.find(({ verdict }) => verdict === 'fails');
  return {
    id: `maxconn=${maxconn} queue=30s memoryLimit=${mebibytes}Mi allocator=default`,
    values: {
      'haproxy.maxconn': maxconn,
      'haproxy.timeouts.queue': 30,
      'pod.memoryLimit': limit,
      'pod.allocator': 'default',
    },
    labels: {
      'haproxy.maxconn': String(maxconn),
      'haproxy.timeouts.queue': '30s',
      'pod.memoryLimit': `${mebibytes}Mi`,
      'pod.allocator': 'default',
    },
    cost: 3 * limit,
    verdict: broken === undefined ? 'holds' : 'fails',
    dropped:
      broken === undefined
        ? null
        : { reason: 'bound', scenario: broken.scenario, bound: broken.bound },
    judged,
    figures,
    deterministicBound: figures.map(({ scenario, peakP99 }) => ({
      scenario,
      bytes: scenario === 'limiter first' ? 1.3 * peakP99 : null,
      limit,
      note:
        scenario === 'limiter first'
          ? `covers 1 x ${maxconn} requests in a pod`
          : 'no bound: clients[0].bodySize (lognormal) has no largest value',
    })),
  };
}

const PRESENT = 'maxconn=40 queue=30s memoryLimit=512Mi allocator=default';

function candidatesWith(verdict: Recommendation['verdict']): {
  candidates: Candidate[];
  chosen: string | null;
} {
  const all = [256, 512, 768].flatMap((limit) =>
    [10, 20, 40, 60].map((maxconn) => candidate(maxconn, limit)),
  );
  if (verdict === 'none_safe') {
    const candidates = all.map((each): Candidate => {
      const judged = each.judged.map((one): Judged => ({ ...one, verdict: 'fails', runs: 30 }));
      const { scenario, bound } = judged[0]!;
      return { ...each, judged, verdict: 'fails', dropped: { reason: 'bound', scenario, bound } };
    });
    return { candidates, chosen: null };
  }
  if (verdict === 'undecided') {
    const candidates = all.map((each): Candidate => {
      if (each.verdict === 'fails') return each;
      const judged = each.judged.map((one): Judged => ({ ...one, verdict: 'open' }));
      return { ...each, judged, verdict: 'open', dropped: { reason: 'undecided' } };
    });
    return { candidates, chosen: null };
  }
  const holding = all.filter((each) => each.verdict === 'holds');
  const cheapest = Math.min(...holding.map(({ cost }) => cost));
  const chosen = holding.findLast(({ cost }) => cost === cheapest)!.id;
  const candidates = all.map((each): Candidate => {
    if (each.verdict === 'fails' || each.id === chosen) return each;
    const dropped: Dropped =
      each.cost > cheapest
        ? { reason: 'dearer' }
        : { reason: 'slower', by: { kind: 'mean', value: 3, low: 2.1, high: 3.9, runs: RUNS } };
    return { ...each, dropped };
  });
  return { candidates, chosen };
}

export function exampleRecommendation(
  verdict: Recommendation['verdict'] = 'recommended',
): Recommendation {
  const { candidates, chosen } = candidatesWith(verdict);
  const subject = candidates.find(({ id }) => id === (chosen ?? PRESENT))!;
  const present = candidates.find(({ id }) => id === PRESENT)!;
  const worse = candidate(60, 256);
  const outcome = (id: string, { judged, figures, verdict: holds }: Candidate) => ({
    candidate: id,
    verdict: holds,
    judged,
    figures,
  });
  const both = (change: Candidate) =>
    chosen === null || chosen === PRESENT
      ? [outcome(PRESENT, change)]
      : [outcome(chosen, subject), outcome(PRESENT, change)];
  const level = (label: string, value: number | string, p: number) => ({
    label,
    value,
    oom: chance(p),
    lacksError: false,
    risk: p < 1e-2 ? ('holds' as const) : ('fails' as const),
    servedWithin60s: figure(1 - p / 2, 0.001),
    verdict: p < 1e-2 ? ('holds' as const) : ('fails' as const),
    flips: p >= 1e-2,
  });
  return {
    policy: POLICY,
    model: {
      name: 's3proxy',
      description: 'One closed flood of 16 MB uploads against s3proxy pods of 512Mi.',
      file: '../models/s3proxy.yaml',
    },
    made: {
      version: '0.1.0',
      engine: '0123456789abcdef',
      inputs: [
        { file: 's3proxy-defaults.yaml', sha256: 'a'.repeat(64) },
        { file: 's3proxy.yaml', sha256: 'b'.repeat(64) },
      ],
      command: 'spillway recommend s3proxy --policy s3proxy-defaults --seed 1',
    },
    quick: false,
    verdict,
    chosen,
    present: PRESENT,
    candidates,
    procedure: {
      runs: { selection: 8420, evidence: 14_000 },
      gridRuns: 24_000,
      candidates: candidates.length,
      simulated: 4,
      correctSelection: verdict === 'undecided' ? null : 0.95,
      guarantees: [
        'No setting that breaks a bound is recommended.',
        'No cheaper setting of the policy that meets every bound with room was passed over.',
      ],
      errorSpent: [
        { on: 'accepting a setting that breaks a bound, over 4 simulated settings', share: 0.0167 },
        { on: 'rejecting the cheapest that meets all with room', share: 0.0167 },
        { on: 'the faster of equally cheap ones', share: 0.0167 },
      ],
      references: [
        'A. Wald, Sequential Tests of Statistical Hypotheses, Annals of Mathematical Statistics 16 (1945) 117-186',
        'S.-H. Kim and B. L. Nelson, ACM TOMACS 11 (2001) 251-273',
      ],
    },
    remedies: [
      {
        name: 'allocator with a fixed threshold',
        set: ['pod.allocator fixed-threshold'],
        note: 'MALLOC_MMAP_THRESHOLD_=131072 in the environment: costs nothing',
        base: subject.id,
        verdict: 'holds',
        figures: figuresAt(20, 512 * MIB),
        judged: judgedOf(figuresAt(20, 512 * MIB)),
        deterministicBound: { bytes: 400 * MIB, note: 'covers 1 x 20 requests in a pod' },
        limit: 512 * MIB,
        isProof: true,
      },
      {
        name: 'bodies of at most 8 MB',
        set: ['clients[0].bodySize 8MB'],
        note: 'clients would have to upload in parts',
        base: subject.id,
        verdict: 'holds',
        figures: figuresAt(10, 512 * MIB),
        judged: judgedOf(figuresAt(10, 512 * MIB)),
        deterministicBound: { bytes: null, note: 'no bound: maxconn is none' },
        limit: 512 * MIB,
        isProof: false,
      },
    ],
    stresses: [
      { name: '1 HAProxy', kind: 'haproxy-replicas', set: ['haproxy.replicas 1'] },
      { name: '2 HAProxy replicas', kind: 'haproxy-replicas', set: ['haproxy.replicas 2'] },
      { name: '3 HAProxy replicas', kind: 'haproxy-replicas', set: ['haproxy.replicas 3'] },
      { name: 'a pod returns', kind: 'restart-overshoot', set: ['haproxy.version 2.6'] },
      { name: 'one pod less', kind: 'pod-lost', set: [] },
      { name: 'bodies at their p99', kind: 'large-bodies', set: ['clients[0].bodySize 64MB'] },
    ].map((stress, index) => ({
      ...stress,
      note: 'made up',
      outcomes: both(index === 0 ? present : worse),
    })),
    influences: [
      {
        factor: 'path of the bodies',
        path: 'pod.handler',
        unit: 'choice',
        source: 'the hypothesis under test',
        scenario: 'parts, no limiter',
        base: level('parts', 'parts', 0.004),
        levels: [
          level('limiter-then-parts', 'limiter-then-parts', 0),
          level('read-all', 'read-all', 1),
        ],
        flipsBetween: null,
      },
      {
        factor: 'size of a body',
        path: 'clients[0].bodySize',
        unit: 'B',
        source: 'ServerSideHannes/s3proxy-python#99: 16 MB PUTs',
        scenario: 'parts, no limiter',
        base: level('16MB', 16e6, 0.004),
        levels: [level('8MB', 8e6, 0), level('32MB', 32e6, 0.2)],
        flipsBetween: [
          { label: '18MB', value: 18e6 },
          { label: '20MB', value: 20e6 },
        ],
      },
      {
        factor: 'cgroup',
        path: 'pod.cgroup',
        unit: 'choice',
        source: 'Linux kernel documentation, cgroup-v2: memory.stat sock',
        scenario: 'parts, no limiter',
        base: level('v2', 'v2', 0.004),
        levels: [level('v1', 'v1', 0.002)],
        flipsBetween: null,
      },
    ],
    neighbours: [
      {
        path: 'haproxy.maxconn',
        step: 'up',
        from: subject.labels['haproxy.maxconn']!,
        to: '60',
        cost: subject.cost,
        verdict: 'fails',
        breaks: { scenario: 'parts, no limiter', bound: BOUNDS[0].text },
        figures: figuresAt(60, 512 * MIB),
      },
      {
        path: 'pod.memoryLimit',
        step: 'down',
        from: subject.labels['pod.memoryLimit']!,
        to: '256Mi',
        cost: 768 * MIB,
        verdict: 'fails',
        breaks: { scenario: 'limiter first', bound: BOUNDS[0].text },
        figures: figuresAt(20, 256 * MIB),
      },
      {
        path: 'haproxy.timeouts.queue',
        step: 'up',
        from: '30s',
        to: '60s',
        cost: subject.cost,
        verdict: 'holds',
        breaks: null,
        figures: subject.figures,
      },
    ],
    calibration: {
      sigma: 0.119,
      numbers: 9,
      note: 'a draw of 9 fitted numbers for each run; model error 0.119',
      floors: [
        { scenario: 'limiter first', floor: 1e-9 },
        { scenario: 'parts, no limiter', floor: 0.003 },
      ],
    },
    sources: [
      { path: 'pod.memoryLimit', value: '512Mi', source: 'chart values.yaml' },
      { path: 'haproxy.timeouts.connect', value: '5s', source: null },
    ],
    random: [
      {
        path: 'clients[0].workers',
        text: 'uniform from 96 to 160',
        source: 'assumed: the databases in the wave differ from night to night',
      },
    ],
    incident: {
      source: 'the report',
      rig: 'Measured: made up.',
      claims: [
        {
          claim: 'uvicorn buffers each body',
          supports: [{ says: 'a peak of 957 MiB at 125 in flight', source: 'the report' }],
          contradicts: [{ says: '0.25 MiB of an unread body', source: 'measured' }],
          settledBy: 'anon and sock of memory.stat during a flood',
        },
      ],
    },
    alternatives: [{ name: 'three times the memory', why: 'pays for what a tighter cap gives' }],
    invalidWhen: ['bodies grow beyond 18 MB', 'a second frontproxy is added'],
    open: [
      {
        question: 'Which path do the bodies take?',
        settledBy: 'anon and sock of memory.stat during a flood',
        changes: 'with the limiter first 60 would do',
      },
    ],
  };
}
