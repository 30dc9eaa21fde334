import { describe, expect, it } from 'vitest';
import type { Dropped } from '../recommend/candidate.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { answer } from './answer.ts';

const PRESENT = 'maxconn 40, timeout queue 30s, memory limit 512Mi, allocator default';

describe('the answer of a recommendation', () => {
  const own = exampleRecommendation();
  const sentences = answer(own);

  it('begins with the values, and with what is wrong with those of now', () => {
    expect(sentences[0]).toBe(
      `Recommended: maxconn 10, timeout queue 30s, memory limit 256Mi, allocator default. The present setting (${PRESENT}) breaks P(OOM) with model errors < 1% under parts, no limiter: 13% (11% to 15%).`,
    );
  });

  it('says why these, how surely, what they cost and what they cost now', () => {
    expect(sentences[1]).toBe(
      'Of 12 settings it is the cheapest that was shown to meet every bound under each scenario it must hold under (limiter first; parts, no limiter): 768 MiB of memory limit x pods, now 1536 MiB. Such a choice is correct with a probability of at least 95%.',
    );
  });

  it('says both figures of the risk, none of them as a zero', () => {
    expect(sentences[2]).toMatch(
      /^P\(OOM\) is highest under parts, no limiter: given the model 0 of 1000 simulated backup windows: below 0.3% \(95%\); with model errors 0.33% \(0% to 0.68%\)\.$/,
    );
  });

  it('says for how many HAProxy replicas, and what else it stands', () => {
    expect(sentences).toContain('Safe for up to 3 HAProxy replicas, the most that were tried.');
    const stresses = own.stresses.map((stress) => ({
      ...stress,
      outcomes: stress.outcomes.map((each) => ({ ...each, candidate: own.chosen! })).slice(1),
    }));
    const worse = answer({ ...own, stresses });
    expect(worse).toContainEqual(
      expect.stringMatching(/^Not shown to be safe for any number of HAProxy replicas. With 1: /),
    );
    expect(worse).toContainEqual(
      expect.stringMatching(
        /^In worse circumstances \(one pod less\): breaks P\(OOM\) with model errors < 1% under/,
      ),
    );
  });

  it('names the number of replicas at which it breaks', () => {
    const [one, two] = own.stresses;
    const broken = two!.outcomes.filter(({ candidate }) => candidate === own.present);
    const stresses = [
      { ...two!, outcomes: broken.map((each) => ({ ...each, candidate: own.chosen! })) },
      one!,
    ];
    expect(answer({ ...own, stresses })).toContainEqual(
      expect.stringMatching(/^Safe for 1 HAProxy replica. With 2: breaks P\(OOM\)/),
    );
  });

  it('says what changes the verdict', () => {
    expect(sentences.at(-1)).toBe(
      'What takes P(OOM) across its bound, one at a time: path of the bodies (flips at read-all); size of a body (flips between 18MB and 20MB).',
    );
  });

  it('says under which scenarios that were not required it is not safe, and under which it is', () => {
    const scenarios = own.policy.scenarios.map((each, index) =>
      index === 0 ? each : { ...each, required: false },
    );
    const at = (value: number, low: number, high: number): Recommendation => ({
      ...own,
      policy: { ...own.policy, scenarios },
      candidates: own.candidates.map((each) => ({
        ...each,
        figures: each.figures.map((one) =>
          one.scenario === 'limiter first'
            ? one
            : { ...one, oomWithModelError: { kind: 'mean', value, low, high, runs: 100 } },
        ),
      })),
    });
    const said = answer(at(0.2, 0.1, 0.3));
    expect(said).toContain(
      'NOT safe under parts, no limiter (P(OOM) 20% (10% to 30%)). That was not required of it.',
    );
    expect(said[2]).toMatch(/^P\(OOM\) is highest under limiter first/);
    expect(answer(at(0.002, 0.001, 0.004))).toContain(
      'Not required, and within the bound all the same: parts, no limiter (P(OOM) 0.2% (0.1% to 0.4%)).',
    );
    expect(answer(at(0.01, 0.001, 0.04))).toContain(
      'Not required, and too few runs to tell: parts, no limiter (P(OOM) 1% (0.1% to 4%)).',
    );
    // Runs given the model cannot show that a bound is kept which asks for its error.
    const kept = at(0.002, 0.001, 0.004);
    const given: Recommendation = {
      ...kept,
      candidates: kept.candidates.map((each) => ({
        ...each,
        figures: each.figures.map((one) =>
          one.scenario === 'limiter first'
            ? one
            : { ...one, oomGivenModel: one.oomWithModelError, oomWithModelError: null },
        ),
      })),
    };
    expect(answer(given)).toContain(
      'Not required, and not judged, for its model error was never measured: parts, no limiter (P(OOM) 0.2% (0.1% to 0.4%)).',
    );
  });

  it('says where no chance is needed', () => {
    expect(sentences[3]).toBe(
      'By a sum, no run needed: no pod can hold more than 150 MiB under limiter first, of 256Mi. What that covers stands under each scenario.',
    );
  });

  it('holds the sum against the limit of the scenario, which may set one of its own', () => {
    const limited = (limit: number) => ({
      ...own,
      candidates: own.candidates.map((each) => ({
        ...each,
        deterministicBound: each.deterministicBound.map((bound) => ({ ...bound, limit })),
      })),
    });
    expect(answer(limited(200 * 2 ** 20))[3]).toMatch(/150 MiB under limiter first, of 200MiB\./);
    expect(answer(limited(100 * 2 ** 20)).join()).not.toContain('By a sum');
  });

  it('says that a claim is below what the calibration supports', () => {
    const floors = own.calibration.floors.map((each) => ({ ...each, floor: 0.02 }));
    const said = answer({ ...own, calibration: { ...own.calibration, floors } });
    expect(said[2]).toMatch(/A claim below 2% is not supported by the calibration\.$/);
    expect(sentences[2]).not.toContain('not supported');
    const present = { ...own, chosen: null, verdict: 'undecided' as const };
    const high = floors.map((each) => ({ ...each, floor: 0.999 }));
    const broken = answer({ ...present, calibration: { ...own.calibration, floors: high } });
    expect(broken.join()).toMatch(/P\(OOM\) at the present setting is highest/);
    expect(broken.join()).not.toContain('not supported');
  });

  it('says that a quick run is none to decide by', () => {
    expect(answer({ ...own, quick: true })[0]).toMatch(/^Quick run/);
  });
});

describe('of the present setting', () => {
  const own = exampleRecommendation();
  const with_ = (dropped: Dropped): Recommendation => ({
    ...own,
    candidates: own.candidates.map((each) =>
      each.id === own.present ? { ...each, verdict: 'holds', dropped } : each,
    ),
  });

  it.each([
    [{ reason: 'dearer' }, 'is dearer: 1536 MiB in place of 768 MiB'],
    [
      { reason: 'slower', by: { kind: 'mean', value: 3, low: 2.1, high: 3.9, runs: 9 } },
      'is as cheap and slower to answer, by 3 s (2.1 s to 3.9 s)',
    ],
    [
      { reason: 'tie' },
      'is as cheap and within 1 s as fast; the recommended one is nearer to the present',
    ],
  ] as const)('why it is not the one: %o', (dropped, words) => {
    expect(answer(with_(dropped))[0]).toContain(
      `The present setting (${PRESENT}) meets every bound too, and ${words}.`,
    );
  });

  it('where it is the one, that is said', () => {
    expect(answer({ ...own, present: own.chosen! })[0]).toMatch(/That is the present setting\.$/);
  });
});

describe('where nothing is recommended', () => {
  it('none is safe: what was shown, and what would help, with the proof', () => {
    const said = answer(exampleRecommendation('none_safe'));
    expect(said[0]).toBe(
      'No setting was shown to be safe. Of 12 settings none has room under the bounds: each was shown to break one, or to be too near to it, under one of the scenarios it must hold under (limiter first; parts, no limiter). No values are recommended.',
    );
    expect(said[3]).toBe(
      'What helps, simulated on the present setting unless said otherwise: allocator with a fixed threshold (P(OOM) 0/1000 (< 0.3%) under limiter first; proof: no pod can hold more than 400 MiB of 512Mi); bodies of at most 8 MB (P(OOM) 0/1000 (< 0.3%) under limiter first).',
    );
  });

  it('none is safe, and nothing that was tried helps', () => {
    const own = exampleRecommendation('none_safe');
    const remedies = own.remedies.map((each) => ({ ...each, verdict: 'open' as const }));
    expect(answer({ ...own, remedies })).toContainEqual(
      'None of the changes beyond the knobs that were tried (allocator with a fixed threshold; bodies of at most 8 MB) was shown to meet every bound.',
    );
  });

  it('undecided: how many may be safe, and which is the cheapest of them', () => {
    const said = answer(exampleRecommendation('undecided'));
    expect(said[0]).toMatch(/^Undecided\. After 8420 runs 7 of 12 settings may meet every bound/);
    expect(said[0]).toContain('No values are recommended.');
    expect(said[1]).toMatch(/^The cheapest that may: maxconn 10, .*256Mi/);
    expect(said[3]).toMatch(/^P\(OOM\) at the present setting is highest under/);
  });
});
