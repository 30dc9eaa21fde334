import { describe, expect, it } from 'vitest';
import { recommendationCharts } from '../plots/recommendation-charts.ts';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { evidenceHtml, evidenceMarkdown, evidenceSections } from './evidence-page.ts';

const VERDICTS = ['recommended', 'none_safe', 'undecided'] as const;
/** In this order. */
const SECTIONS = [
  'question',
  'answer',
  'values',
  'why',
  'settings',
  'scenarios',
  'circumstances',
  'moves',
  'alternatives',
  'claims',
  'invalid',
  'open',
  'not-known',
  'procedure',
  'assumptions',
  'sources',
  'reproduce',
];
const HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)> & "quoted" | pipe';

const html = (recommendation: Recommendation) =>
  evidenceHtml(recommendation, recommendationCharts(recommendation), ['let a;']);
const markdown = (recommendation: Recommendation) =>
  evidenceMarkdown(recommendation, recommendationCharts(recommendation));

/** Every text of the example with hostile words after it, but names that others refer to. */
function hostile(): Recommendation {
  const own = exampleRecommendation();
  const { policy, model, remedies, stresses, influences, open, alternatives, incident } = own;
  return {
    ...own,
    policy: { ...policy, title: HOSTILE, question: HOSTILE, per: HOSTILE },
    model: { ...model, description: HOSTILE },
    remedies: remedies.map((each) => ({ ...each, name: HOSTILE, note: HOSTILE })),
    stresses: stresses.map((each) => ({ ...each, name: HOSTILE, note: HOSTILE })),
    influences: influences.map((each) => ({ ...each, factor: HOSTILE, source: HOSTILE })),
    alternatives: alternatives.map(() => ({ name: HOSTILE, why: HOSTILE })),
    open: open.map(() => ({ question: HOSTILE, settledBy: HOSTILE, changes: HOSTILE })),
    invalidWhen: [HOSTILE],
    incident: { ...incident!, rig: HOSTILE },
    sources: [{ path: 'pod.base', value: HOSTILE, source: HOSTILE }],
    random: [{ path: 'link.rate', text: HOSTILE, source: HOSTILE }],
    made: { ...own.made, command: HOSTILE },
  };
}

describe('the evidence page', () => {
  it.each(VERDICTS)(
    'of a recommendation that is %s has every section, in this order',
    (verdict) => {
      const recommendation = exampleRecommendation(verdict);
      const sections = evidenceSections(recommendation, recommendationCharts(recommendation));
      expect(sections.map(({ id }) => id)).toEqual(SECTIONS);
      const kinds = (id: string) =>
        sections.find((each) => each.id === id)!.blocks.map(({ kind }) => kind);
      expect(kinds('settings')).toContain('chart');
      expect(kinds('moves')).toContain('chart');
    },
  );

  it.each(VERDICTS)('that is %s has no figure that is none, and no bare zero', (verdict) => {
    const recommendation = exampleRecommendation(verdict);
    for (const text of [html(recommendation), markdown(recommendation)]) {
      const words = text.replace(/<script[\s\S]*?<\/script>/g, '');
      expect(words).not.toMatch(/\b(NaN|undefined|null|Infinity|-Infinity)\b/);
      expect(words).not.toMatch(/P\(OOM\)[^|.;]{0,12} 0(\.0+)?%/);
    }
  });

  it('says what its figures do not tell: who was chosen, who died, and how runs are weighed', () => {
    const text = markdown(exampleRecommendation());
    expect(text).toContain(
      'that this setting was chosen because its runs looked good is not in them',
    );
    expect(text).toContain('least served within 60 s, were no pod killed');
    expect(text).toContain('Service, 503 and times are of runs without a memory limit');
    expect(text).toContain('means over runs of what each run had');
  });

  it('is made of the recommendation alone, and is the same every time', () => {
    const text = html(exampleRecommendation());
    expect(text).toBe(html(exampleRecommendation()));
    expect(text).not.toMatch(/\/(home|tmp|work)\//);
  });

  it('leaves out what there is nothing to say of', () => {
    const own = exampleRecommendation();
    const bare: Recommendation = {
      ...own,
      remedies: [],
      alternatives: [],
      stresses: [],
      influences: [],
      neighbours: [],
      sources: [],
      random: [],
      incident: null,
      invalidWhen: [],
      open: [],
      calibration: { sigma: null, numbers: 0, note: 'the model rests on no fit', floors: [] },
    };
    const sections = evidenceSections(bare, recommendationCharts(bare));
    const left = SECTIONS.filter((id) => !sections.some((section) => section.id === id));
    expect(left).toEqual([
      'circumstances',
      'moves',
      'alternatives',
      'claims',
      'invalid',
      'open',
      'assumptions',
      'sources',
    ]);
    expect(sections).toHaveLength(SECTIONS.length - left.length);
    expect(markdown(bare)).toContain('There is no second figure here: the model rests on no fit.');
  });

  it('lets no text of the user become markup', () => {
    const page = html(hostile()).replace(
      /<script type="application\/json">[\s\S]*?<\/script>/g,
      '',
    );
    expect(page.match(/<script>/g)).toHaveLength(2);
    expect(page).not.toContain('<img');
    const text = markdown(hostile()).replace(/^```(sh|yaml)\n[\s\S]*?\n```$/gm, '');
    expect(text).not.toMatch(/<script|<img/);
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(rows.filter((line) => line.includes('pipe') && !line.includes('\\|'))).toEqual([]);
  });

  it('has tables as wide as their headers', () => {
    for (const verdict of VERDICTS) {
      const recommendation = exampleRecommendation(verdict);
      const tables = evidenceSections(recommendation, [])
        .flatMap(({ blocks }) => blocks)
        .flatMap((block) => (block.kind === 'table' ? [block] : []));
      expect(tables.length).toBeGreaterThan(8);
      for (const { headers, rows } of tables) {
        for (const row of rows) expect(row, headers.join()).toHaveLength(headers.length);
      }
    }
  });

  it('links the drawings where it is told they are', () => {
    const own = exampleRecommendation();
    const charts = recommendationCharts(own);
    const text = evidenceMarkdown(own, charts, ({ name }) => `s3proxy-defaults-${name}.png`);
    expect(text).toContain('](s3proxy-defaults-pareto.png)');
    expect(markdown(own)).toContain('](charts/tornado.svg)');
  });

  it('counts the settings that are dearer, and lists the others', () => {
    const text = markdown(exampleRecommendation());
    expect(text).toContain('6 more settings are dearer: the answer did not depend on it.');
    expect(text).not.toContain('is dearer: 2304 MiB');
  });

  it('folds many settings away', () => {
    const own = exampleRecommendation('none_safe');
    const many = { ...own, candidates: [...own.candidates, ...own.candidates] };
    expect(markdown(many)).toContain('<summary>24 settings, and why each is or is not the one');
  });
});

it('a bound says on which side of the limit it is, as digits may not show it', () => {
  const text = markdown(exampleRecommendation());
  expect(text).toContain('| 150 MiB, within the limit: proof |');
  const own = exampleRecommendation();
  const tight = own.candidates.map((each) => ({
    ...each,
    deterministicBound: each.deterministicBound.map((bound) => ({ ...bound, bytes: each.cost })),
  }));
  expect(markdown({ ...own, candidates: tight })).toContain('| 768 MiB, above the limit |');
});
