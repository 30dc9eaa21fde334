/** The settings of a policy as points: where each is drawn, and which are on the front. */
import type { Candidate, Figure } from '../recommend/candidate.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { highestRisk } from '../recommend/risk.ts';
import { readableBytes } from '../units/readable.ts';
import { type FigureScale, figureText } from './figure-scale.ts';
import { settingInWords } from './setting-words.ts';
import { spread } from './spread.ts';
import { type Standing, standingOf } from './standing.ts';

export type ParetoPoint = {
  readonly id: string;
  readonly setting: string;
  readonly standing: Standing;
  /** [B] */
  readonly cost: number;
  readonly price: string;
  readonly scenario: string;
  readonly oom: string;
  /** Where its cost is, and where it is drawn beside others of that cost [px]. */
  readonly at: number;
  readonly x: number;
  readonly y: number;
  /** Where its P(OOM) is [px]. */
  readonly level: number;
  readonly low: number;
  readonly high: number;
  readonly isFront: boolean;
};

/** Free at either side, for marks that are moved apart [px]. */
const MARGIN = 70;

export function paretoPoints(
  recommendation: Recommendation,
  scale: FigureScale,
  width: number,
): ParetoPoint[] {
  const { policy, candidates, chosen, present } = recommendation;
  const isNamed = ({ id }: Candidate) => id === chosen || id === present;
  // Who is named stands where it belongs, and the others give way.
  const order = candidates.toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  const run = order.flatMap((candidate) => {
    const highest = highestRisk(candidate.figures, policy);
    return highest === null ? [] : [{ candidate, ...highest }];
  });
  const position = costPosition(
    run.map(({ candidate }) => candidate.cost),
    width,
  );
  const places = run.map(({ candidate, figure }) => ({
    x: position(candidate.cost),
    y: scale.placeOf(figure),
  }));
  const { strip, height } = scale.risk;
  const isInStrip = ({ y }: { y: number }) => y < strip || y > height - strip;
  const moved = spread(places, width, isInStrip);
  const front = frontOf(run, recommendation);
  const points = run.map(
    ({ candidate, scenario, figure }, index): ParetoPoint => ({
      id: candidate.id,
      setting: settingInWords(candidate, policy.knobs),
      standing: standingOf(candidate, policy),
      cost: candidate.cost,
      price: readableBytes(candidate.cost),
      scenario,
      oom: figureText(figure),
      at: places[index]!.x,
      ...moved[index]!,
      ...scale.endsOf(figure),
      isFront: front.has(candidate.id),
      level: places[index]!.y,
    }),
  );
  // The last are drawn on top.
  return points.reverse();
}

interface Run {
  readonly candidate: Candidate;
  readonly figure: Figure;
}

/**
 * Settings than which none is as cheap and safer, or as safe and cheaper, of those not shown to
 * break a bound on service. Of equals the recommended one, then the present one, stands for all.
 */
function frontOf(run: readonly Run[], { policy, chosen, present }: Recommendation): Set<string> {
  const rank = ({ id }: Candidate) => (id === chosen ? 0 : id === present ? 1 : 2);
  const served = run
    .filter(
      ({ candidate }) =>
        standingOf(candidate, policy) !== 'breaks, or is too near to, a bound on service',
    )
    .toSorted(
      (a, b) =>
        a.candidate.cost - b.candidate.cost ||
        a.figure.value - b.figure.value ||
        rank(a.candidate) - rank(b.candidate),
    );
  const front = new Set<string>();
  let least = Number.POSITIVE_INFINITY;
  for (const { candidate, figure } of served) {
    if (figure.value >= least) continue;
    least = figure.value;
    front.add(candidate.id);
  }
  return front;
}

/** Costs differ by factors, so that the axis is logarithmic; a single cost is in the middle. */
function costPosition(costs: readonly number[], width: number): (cost: number) => number {
  const [low, high] = [Math.min(...costs), Math.max(...costs)];
  const span = Math.log(high / low);
  const room = width - 2 * MARGIN;
  return (cost) => MARGIN + (span === 0 ? 0.5 : Math.log(cost / low) / span) * room;
}
