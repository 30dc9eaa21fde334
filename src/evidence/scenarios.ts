/** What the recommended and the present setting do under each hypothesis, required or not. */

import { settingInWords } from '../plots/setting-words.ts';
import type { Candidate } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { lacksError, riskVerdict } from '../recommend/risk.ts';
import { type Block, list, paragraph } from '../report/block.ts';
import { readableBytes, readableDuration } from '../units/readable.ts';
import { failureInWords, verdictUnder } from './bound-words.ts';
import { chanceCell, shareCell, timeCell } from './figure-words.ts';
import { presentOf, subjectOf } from './subject.ts';

const TAIL = 'p99';
const HEADERS = [
  'scenario',
  'verdict',
  'P(OOM) given the model',
  'P(OOM) with model errors',
  'served within 60 s',
  'answered 503',
  'mean time to the answer',
  TAIL,
  'peak, median and 99%',
  'most a pod can hold',
];

export function scenarios(recommendation: Recommendation): Block[] {
  const { policy, chosen, present } = recommendation;
  const subject = subjectOf(recommendation);
  return [
    {
      kind: 'table',
      headers: ['scenario', 'must hold', 'set', 'pods less', 'why'],
      numeric: [3],
      rows: policy.scenarios.map(({ name, required, set, podsLess, note }) => [
        name,
        required ? 'yes' : 'no',
        set.map((each) => `\`${each}\``).join(', '),
        String(podsLess),
        note,
      ]),
    },
    ...outcomes(recommendation, subject, chosen === null ? 'Present' : 'Recommended'),
    ...(chosen === null || chosen === present
      ? []
      : outcomes(recommendation, presentOf(recommendation), 'Present')),
  ];
}

function outcomes({ policy }: Recommendation, setting: Candidate, role: string): Block[] {
  const text = `${role} setting (${settingInWords(setting, policy.knobs)}):`;
  const hasTail = setting.figures.some(({ latencyP99 }) => latencyP99 !== null);
  const headers = hasTail ? HEADERS : HEADERS.filter((header) => header !== TAIL);
  const rows = policy.scenarios.flatMap(({ name }) => {
    const own = setting.figures.find(({ scenario }) => scenario === name);
    if (own === undefined) return [];
    const bound = setting.deterministicBound.find(({ scenario }) => scenario === name);
    return [
      [
        name,
        verdictCell(setting, name, policy),
        chanceCell(own.oomGivenModel),
        chanceCell(own.oomWithModelError),
        shareCell(own.servedWithin60s),
        shareCell(own.answered503),
        timeCell(own.time),
        ...(hasTail ? [own.latencyP99 === null ? '' : readableDuration(own.latencyP99)] : []),
        `${readableBytes(own.peakP50)}, ${readableBytes(own.peakP99)}`,
        boundCell(bound),
      ],
    ];
  });
  return [paragraph(text), { kind: 'table', headers, numeric: [], rows }, ...boundNotes(setting)];
}

function verdictCell(
  { judged, figures }: Candidate,
  scenario: string,
  policy: Recommendation['policy'],
): string {
  const verdict = verdictUnder(judged, scenario);
  if (verdict === null) return riskCell(figures, scenario, policy);
  if (verdict === 'holds') return 'meets every bound';
  if (verdict === 'open') return 'undecided';
  const broken = judged.filter((each) => each.scenario === scenario && each.verdict === 'fails');
  const bounds = { ...policy, scenarios: [] };
  return broken.map((each) => failureInWords(each, figures, bounds)).join('; ');
}

/** Of a scenario that need not hold only P(OOM) is looked at. */
function riskCell(
  figures: Candidate['figures'],
  scenario: string,
  policy: Recommendation['policy'],
): string {
  const own = figures.find((each) => each.scenario === scenario);
  const verdict = own === undefined ? null : riskVerdict(own, policy);
  if (own === undefined || verdict === null) return 'not judged';
  if (verdict === 'open' && lacksError(own, policy)) return 'given the model alone (need not)';
  const words = {
    holds: 'P(OOM) keeps its bound',
    fails: 'P(OOM) breaks its bound',
    open: 'too few runs to tell',
  };
  return `${words[verdict]} (need not)`;
}

/** Beside the limit, from which the bound may differ by less than a digit that is shown. */
function boundCell(bound: Candidate['deterministicBound'][number] | undefined): string {
  if (bound === undefined) return '';
  const { bytes, limit } = bound;
  if (bytes === null) return 'no bound';
  return `${readableBytes(bytes)}, ${bytes <= limit ? 'within the limit: proof' : 'above the limit'}`;
}

/** What each bound covers or why there is none, each reason once. */
function boundNotes({ deterministicBound }: Candidate): Block[] {
  const notes = new Map<string, string[]>();
  for (const { note, scenario } of deterministicBound) {
    notes.set(note, [...(notes.get(note) ?? []), scenario]);
  }
  const items = [...notes].map(
    ([note, names]) => `Most a pod can hold, ${names.join('; ')}: ${note}.`,
  );
  return items.length === 0 ? [] : [list(items)];
}

export const SCENARIO_NOTES: readonly string[] = [
  'Peak: the highest memory of any pod in a run without a limit, so that it can be held against any limit. With a limit the process would have died on the way.',
  'p99: 99% of operations are answered by then, failed ones counted as infinitely late; empty where the quantile falls among failures or was not simulated.',
  'Most a pod can hold: the deterministic bound, whatever chance does.',
  'Service, 503 and times are of runs without a memory limit, as if no pod were killed: the bound on P(OOM) is there for that. p99 is of runs with it.',
];
