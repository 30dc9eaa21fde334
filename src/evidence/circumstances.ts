/** What becomes of the recommended and of the present setting when things are worse than usual. */

import type { PolicyFacts } from '../recommend/policy-facts.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import type { Stress } from '../recommend/what-if.ts';
import { type Block, paragraph } from '../report/block.ts';
import { sentenceList } from '../units/readable.ts';
import { meetsEveryBound, outcomeInWords } from './bound-words.ts';

type Outcome = Stress['outcomes'][number];

/** `haproxy.replicas 2` */
const REPLICAS = /^haproxy\.replicas (\d+)$/;

/** Safe for how many HAProxy replicas, and under which other circumstances. */
export function circumstancesInWords(recommendation: Recommendation): string[] {
  const { stresses, policy, chosen, present } = recommendation;
  const subject = chosen ?? present;
  const others = stresses.filter(({ kind }) => kind !== 'haproxy-replicas');
  const said = others.flatMap((stress) => {
    const own = outcomeOf(stress, subject);
    return own === null ? [] : [{ name: stress.name, own }];
  });
  const isKept = (own: Outcome) =>
    (own.notExercised ?? []).length === 0 && meetsEveryBound(own, policy);
  const holding = said.filter(({ own }) => isKept(own)).map(({ name }) => name);
  const failing = said.filter(({ own }) => !isKept(own));
  return [
    ...replicasInWords(recommendation, subject),
    ...(holding.length === 0 ? [] : [`Meets every bound also with: ${holding.join('; ')}.`]),
    ...failing.map(({ name, own }) => `In worse circumstances (${name}): ${inWords(own, policy)}.`),
  ];
}

/** `Safe for 1 HAProxy replica. With 2 it breaks ...`; empty where none was tried. */
function replicasInWords({ stresses, policy }: Recommendation, subject: string): string[] {
  const tried = stresses
    .flatMap((stress) => {
      const replicas = replicasOf(stress);
      const own = outcomeOf(stress, subject);
      return replicas === null || own === null ? [] : [{ replicas, own }];
    })
    .toSorted((a, b) => a.replicas - b.replicas);
  if (tried.length === 0) return [];
  const safe = tried.filter(({ own }) => own.verdict === 'holds').map(({ replicas }) => replicas);
  const others = tried
    .filter(({ own }) => own.verdict !== 'holds')
    .map(({ replicas, own }) => ` With ${replicas}: ${outcomeInWords(own, policy)}.`);
  const all = tried.map(({ replicas }) => replicas);
  return [`${safeInWords(safe, all)}.${others.join('')}`];
}

/** Fewer replicas let in less, and may serve too little: what is safe need not begin at one. */
function safeInWords(safe: readonly number[], tried: readonly number[]): string {
  if (safe.length === 0) return 'Not shown to be safe for any number of HAProxy replicas';
  const most = safe.at(-1)!;
  const isFromFirst = safe.every((replicas, index) => replicas === tried[index]);
  if (!isFromFirst) return `Safe for ${sentenceList(safe.map(String))} HAProxy replicas alone`;
  if (safe.length === tried.length) {
    return `Safe for up to ${most} HAProxy replicas, the most that were tried`;
  }
  return `Safe for ${most === 1 ? '1 HAProxy replica' : `up to ${most} HAProxy replicas`}`;
}

function replicasOf({ kind, set }: Stress): number | null {
  if (kind !== 'haproxy-replicas') return null;
  const found = set.map((each) => REPLICAS.exec(each)).find((match) => match !== null);
  return found == null ? null : Number(found[1]);
}

function outcomeOf({ outcomes }: Stress, candidate: string): Outcome | null {
  return outcomes.find((each) => each.candidate === candidate) ?? null;
}

/** What never set in tells nothing, whatever the bounds say of it. */
function inWords(own: Outcome, policy: PolicyFacts): string {
  const { notExercised = [] } = own;
  const words = outcomeInWords(own, policy);
  if (notExercised.length === 0) return words;
  const judged = new Set(own.figures.map(({ scenario }) => scenario));
  const under = notExercised.length === judged.size ? '' : ` under ${notExercised.join('; ')}`;
  return `not exercised${under}, no request reached the pod that returned in half of the runs or more: ${words}`;
}

/** What a dying pod had in flight is lost whatever the setting, but not for good. */
function faultsInWords(stresses: readonly Stress[]): string {
  if (!stresses.some(({ kind }) => kind === 'restart-overshoot')) return '';
  return ' A pod that dies cuts off what it had in flight, whatever the setting; clients send it again, as often as the model or the row says, so that it is lost only where their attempts or the 60 s run out.';
}

/** Bodies of one size have no larger one to be stressed by. */
function bodiesInWords(stresses: readonly Stress[]): string {
  if (stresses.some(({ kind }) => kind === 'large-bodies')) return '';
  return ' Bodies at their p99 are not among them: all bodies of the model have one size. Other sizes stand under what moves the answer.';
}

export function circumstances(recommendation: Recommendation): Block[] {
  const { stresses, policy, chosen, present } = recommendation;
  if (stresses.length === 0) return [];
  const subjects = [
    ...(chosen === null || chosen === present ? [] : [{ id: chosen, name: 'recommended' }]),
    { id: present, name: chosen === present ? 'recommended (as it is now)' : 'present' },
  ];
  return [
    paragraph(
      `The same with one circumstance changed, judged by every bound, P(OOM) beside the verdict.${faultsInWords(stresses)} A cap counts per server in each HAProxy replica, so that two let in twice as much.${bodiesInWords(stresses)}`,
    ),
    {
      kind: 'table',
      headers: ['circumstance', 'set', ...subjects.map(({ name }) => `${name} setting`), 'why'],
      numeric: [],
      rows: stresses.map((stress) => [
        stress.name,
        stress.set.map((each) => `\`${each}\``).join(', '),
        ...subjects.map(({ id }) => {
          const own = outcomeOf(stress, id);
          return own === null ? '' : inWords(own, policy);
        }),
        stress.note,
      ]),
    },
  ];
}
