/** What moves P(OOM) of a setting, one factor at a time, and where that changes the verdict. */
import type { Recommendation } from '../recommend/recommendation.ts';
import { riskBound } from '../recommend/risk.ts';
import { count, sentenceList } from '../units/readable.ts';
import { boundRule } from './annotations.ts';
import type { ChartSpec, Json } from './chart-spec.ts';
import { FigureScale } from './figure-scale.ts';
import { strips } from './risk-marks.ts';
import type { RiskScale } from './risk-scale.ts';
import { riskWords } from './setting-words.ts';
import { frame } from './theme.ts';
import { across, bars, flips, levels, names, ROW, WIDTH } from './tornado-marks.ts';
import { flipInWords, isFlipping, tornadoRows } from './tornado-rows.ts';

/** Null where nothing was varied. */
export function tornado(recommendation: Recommendation): ChartSpec | null {
  const { influences, policy } = recommendation;
  if (influences.length === 0) return null;
  const figures = influences.flatMap(({ base, levels }) => [base, ...levels]);
  const scale = new FigureScale(
    figures.map(({ oom }) => oom),
    WIDTH,
  );
  const rows = tornadoRows(influences, scale);
  const height = rows.length * ROW;
  const title = finding(recommendation);
  const scenarios = [...new Set(influences.map(({ scenario }) => scenario))];
  const words = {
    title,
    subtitle: `${riskWords(recommendation)} if one factor is as written beside a mark and all else stays (scenario: ${scenarios.join('; ')}). Bars begin at the setting as it is; blue lowers, orange raises. Diamonds: on the other side of the bound. Thin lines: 95% intervals. Grey strips: the runs tell no more.`,
    description: `${title}. A bar for each of ${count(influences.length, 'factor')}, longest first.`,
  };
  return frame(words, WIDTH + 330, {
    width: WIDTH,
    height,
    layer: [
      sideStrips(scale.risk),
      ...bounds(riskBound(policy), scale.risk, height),
      ...bars(rows, height, scale, policy.per),
      ...levels(rows, scale),
      ...names(rows),
      ...flips(rows),
    ],
  });
}

function finding({ influences, chosen }: Recommendation): string {
  const setting = chosen === null ? 'Present setting' : 'Recommended setting';
  const flipping = influences.filter(isFlipping).map(({ factor }) => factor);
  const all = count(influences.length, 'factor');
  if (flipping.length === 0) {
    const isSure = influences.every((each) => flipInWords(each) === 'does not flip');
    const takes = isSure ? 'takes' : 'was shown to take';
    return `${setting}: none of ${all} ${takes} P(OOM) across its bound`;
  }
  const takes = flipping.length === 1 ? 'takes' : 'take';
  return `${setting}: ${flipping.length} of ${all} ${takes} P(OOM) across its bound: ${sentenceList(flipping)}`;
}

/** The strips of `no run` and `every run`, standing. */
function sideStrips(scale: RiskScale): Json {
  const lying = strips(scale) as { readonly data: Json; readonly mark: Json };
  return {
    data: lying.data,
    mark: lying.mark,
    encoding: { x: across('y'), x2: { field: 'top' } },
  };
}

function bounds(bound: number | null, scale: RiskScale, height: number): Json[] {
  if (bound === null) return [];
  const place = { x: { datum: scale.between(bound) }, y: { datum: height } };
  return boundRule(bound, 'x', place, { align: 'center', dy: -4 });
}
