import { describe, expect, it } from 'vitest';
import type { Candidate } from '../recommend/candidate.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { riskOf } from '../recommend/risk.ts';
import { FigureScale } from './figure-scale.ts';
import { paretoPoints } from './pareto-points.ts';
import { recommendationCharts } from './recommendation-charts.ts';
import { renderSvg } from './render.ts';
import { tornado } from './tornado.ts';

const VERDICTS = ['recommended', 'none_safe', 'undecided'] as const;

const changed = (recommendation: Recommendation, change: (each: Candidate) => Candidate) => ({
  ...recommendation,
  candidates: recommendation.candidates.map(change),
});

/** What the charts must survive: the same recommendation, poorer. */
const VARIANTS: Record<string, (recommendation: Recommendation) => Recommendation> = {
  'as it is': (recommendation) => recommendation,
  'without model error': (recommendation) =>
    changed(recommendation, (each) => ({
      ...each,
      figures: each.figures.map((one) => ({ ...one, oomWithModelError: null })),
    })),
  'where the present setting is recommended': (recommendation) => ({
    ...recommendation,
    present: recommendation.chosen ?? recommendation.present,
  }),
  'with one setting and no bound on P(OOM)': (recommendation) => ({
    ...recommendation,
    candidates: recommendation.candidates.slice(0, 1),
    policy: { ...recommendation.policy, bounds: recommendation.policy.bounds.slice(1) },
  }),
  'with settings that were not run': (recommendation) =>
    changed(recommendation, (each) =>
      each.id === recommendation.candidates[0]!.id ? each : { ...each, figures: [], judged: [] },
    ),
  'without chance': (recommendation) =>
    changed(recommendation, (each) => ({
      ...each,
      figures: each.figures.map((one) => {
        const value = Math.round(riskOf(one)!.value);
        return {
          ...one,
          oomWithModelError: { kind: 'certain', value, low: value, high: value, runs: 1 },
        };
      }),
    })),
};

describe('the charts of a recommendation', () => {
  for (const verdict of VERDICTS) {
    for (const [variant, change] of Object.entries(VARIANTS)) {
      it(`that is ${verdict}, ${variant}, draw without a complaint`, async () => {
        const charts = recommendationCharts(change(exampleRecommendation(verdict)));
        expect(charts.map(({ name }) => name)).toEqual(['pareto', 'tornado']);
        for (const { name, spec, title, alt } of charts) {
          const complaints: string[] = [];
          const svg = await renderSvg(spec, (complaint) => complaints.push(complaint));
          expect(complaints, name).toEqual([]);
          expect(svg, name).not.toMatch(/NaN|undefined|Infinity/);
          expect(title, name).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(alt.length).toBeGreaterThan(title.length);
        }
      });
    }
  }

  it('are not there where nothing was run or varied', () => {
    const bare = changed(exampleRecommendation(), (each) => ({ ...each, figures: [] }));
    expect(recommendationCharts({ ...bare, influences: [] })).toEqual([]);
  });

  it('have the finding for a title', () => {
    const titles = VERDICTS.map((verdict) =>
      recommendationCharts(exampleRecommendation(verdict)).map(({ title }) => title),
    );
    expect(titles.map(([cost]) => cost)).toEqual([
      'maxconn 10, timeout queue 30s, memory limit 256Mi, allocator default: the cheapest of 12 settings that meets every bound, 768 MiB in all',
      'None of 12 settings meets every bound',
      'Undecided after 8420 runs: 7 of 12 settings may meet every bound',
    ]);
    expect(titles.map(([, moves]) => moves)).toEqual([
      'Recommended setting: 2 of 3 factors take P(OOM) across its bound: path of the bodies and size of a body',
      'Present setting: 2 of 3 factors take P(OOM) across its bound: path of the bodies and size of a body',
      'Present setting: 2 of 3 factors take P(OOM) across its bound: path of the bodies and size of a body',
    ]);
  });

  it('name the recommended and the present setting', async () => {
    const [cost] = recommendationCharts(exampleRecommendation());
    const svg = await renderSvg(cost!.spec);
    expect(svg).toContain('recommended: maxconn 10, memory limit 256Mi');
    expect(svg).toContain('now: maxconn 40, memory limit 512Mi');
    const own = exampleRecommendation();
    const [same] = recommendationCharts({ ...own, present: own.chosen! });
    expect(await renderSvg(same!.spec)).toContain('recommended, as it is now: maxconn 10');
  });
});

describe('the front', () => {
  const scale = new FigureScale(
    [{ kind: 'mean', value: 0.001, low: 0, high: 0.01, runs: 1000 }],
    300,
  );
  const points = (recommendation: Recommendation) => paretoPoints(recommendation, scale, 700);
  const own = exampleRecommendation();

  it('has no setting than which another is as cheap and safer, or as safe and cheaper', () => {
    const all = points(own);
    const front = all.filter(({ isFront }) => isFront);
    expect(front.length).toBeGreaterThan(1);
    const riskBy = new Map(
      own.candidates.map((each) => [
        each.id,
        Math.max(...each.figures.map((one) => riskOf(one)!.value)),
      ]),
    );
    for (const one of front) {
      const better = all.filter(
        ({ id, cost }) =>
          (cost < one.cost && riskBy.get(id)! <= riskBy.get(one.id)!) ||
          (cost === one.cost && riskBy.get(id)! < riskBy.get(one.id)!),
      );
      expect(better).toEqual([]);
    }
  });

  it('has none that breaks a bound on service', () => {
    const [cheapest] = points(own).filter(({ isFront }) => isFront);
    const judged = [
      { scenario: 'parts, no limiter', bound: own.policy.bounds[1]!.text, runs: 30 } as const,
    ].map((one) => ({ ...one, verdict: 'fails' as const }));
    const worse = changed(own, (each) =>
      each.id === cheapest!.id ? { ...each, verdict: 'fails', judged } : each,
    );
    const there = points(worse).find(({ id }) => id === cheapest!.id)!;
    expect(there.standing).toBe('breaks, or is too near to, a bound on service');
    expect(there.isFront).toBe(false);
  });
});

it('a tornado does not say that nothing flips where some of it was not shown', () => {
  const own = exampleRecommendation();
  const title = (risk: 'holds' | 'open') => {
    const [last] = own.influences.toReversed();
    const levels = last!.levels.map((level) => ({ ...level, risk }));
    const spec = tornado({ ...own, influences: [{ ...last!, levels }] });
    return spec!.title.text.join(' ');
  };
  expect(title('holds')).toMatch(/none of 1 factor takes P\(OOM\)/);
  expect(title('open')).toMatch(/none of 1 factor was shown to take P\(OOM\)/);
});
