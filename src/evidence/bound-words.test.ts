import { expect, it } from 'vitest';
import type { BoundVerdict } from '../recommend/candidate.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import { boundInWords, outcomeInWords, verdictInWords, verdictUnder } from './bound-words.ts';
import { presentOf } from './subject.ts';

const own = exampleRecommendation();
const { policy } = own;
const { figures, judged } = presentOf(own);
const [risk, service] = policy.bounds;

/** The present setting with other verdicts on its bounds under `parts, no limiter`. */
function said(verdict: BoundVerdict, onRisk: BoundVerdict, onService: BoundVerdict) {
  return {
    verdict,
    figures,
    judged: judged.map((one) => {
      if (one.scenario === 'limiter first') return { ...one, verdict: 'holds' as const };
      return { ...one, verdict: one.bound === risk!.text ? onRisk : onService };
    }),
  };
}

it('a bound is said as people read it', () => {
  expect(policy.bounds.map(boundInWords)).toEqual([
    'P(OOM) with model errors < 1%',
    'served within 60 s > 99%',
  ]);
  const queue = { ...service!, statistic: 'answered_503_share', sense: '<' as const, bound: 0.02 };
  expect(boundInWords(queue)).toBe('answered 503 < 2%');
});

it('what breaks says the risk before the service', () => {
  expect(verdictInWords(said('fails', 'fails', 'fails'), policy)).toBe(
    'breaks P(OOM) with model errors < 1% under parts, no limiter: 13% (11% to 15%)',
  );
  expect(verdictInWords(said('fails', 'holds', 'fails'), policy)).toMatch(
    /^breaks served within 60 s > 99% under parts, no limiter: 93.6%/,
  );
});

it('what is undecided says what is open', () => {
  expect(verdictInWords(said('open', 'holds', 'open'), policy)).toMatch(
    /^undecided: served within 60 s > 99% under parts/,
  );
});

it('a verdict on P(OOM) alone says what else is broken or not decided', () => {
  expect(verdictInWords(said('holds', 'holds', 'holds'), policy)).toBe('meets every bound');
  expect(verdictInWords(said('holds', 'holds', 'fails'), policy)).toMatch(
    /^meets the bound on P\(OOM\), breaks served within 60 s > 99%/,
  );
  expect(verdictInWords(said('holds', 'holds', 'open'), policy)).toMatch(
    /^meets the bound on P\(OOM\), undecided: served/,
  );
});

it('the highest P(OOM) stands beside every verdict that does not say one', () => {
  const highest = /P\(OOM\) 13% \(11% to 15%\) under parts, no limiter$/;
  expect(outcomeInWords(said('holds', 'holds', 'fails'), policy)).toMatch(highest);
  expect(outcomeInWords(said('holds', 'holds', 'holds'), policy)).toMatch(highest);
  expect(outcomeInWords(said('fails', 'fails', 'holds'), policy)).not.toMatch(highest);
});

it('under one scenario a setting fails where one bound fails, and holds where all hold', () => {
  const verdicts = (a: BoundVerdict, b: BoundVerdict) =>
    verdictUnder(said('open', a, b).judged, 'parts, no limiter');
  expect(verdicts('holds', 'holds')).toBe('holds');
  expect(verdicts('open', 'fails')).toBe('fails');
  expect(verdicts('open', 'holds')).toBe('open');
  expect(verdictUnder(judged, 'another')).toBeNull();
});

it('a setting that was not shown to have room breaks a bound only where its whole interval does', () => {
  const at = (low: number, high: number) => {
    const oomWithModelError = { kind: 'mean' as const, value: 0.0085, low, high, runs: 100 };
    const near = figures.map((each) => ({ ...each, oomWithModelError }));
    return verdictInWords({ ...said('fails', 'fails', 'holds'), figures: near }, policy);
  };
  const bound = 'P(OOM) with model errors < 1% under parts, no limiter';
  expect(at(0.004, 0.013)).toBe(`breaks, or is too near to, ${bound}: 0.85% (0.4% to 1.3%)`);
  expect(at(0.004, 0.009)).toBe(`is too near to ${bound}: 0.85% (0.4% to 0.9%)`);
  expect(at(0.01, 0.013)).toBe(`breaks ${bound}: 0.85% (1% to 1.3%)`);
});
