/** The bounds of a policy as shares of what goes wrong, or why they are none. */
import type { Issue } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import { type Requirement, readableStatistic } from '../sweep/requirement.ts';
import type { TestedBound } from './feasibility.ts';
import { GIVEN_MODEL, isRiskBound, WITH_ERROR } from './risk.ts';
import { SHARE_STATISTICS } from './trial.ts';

/** Shares that are to be large. */
const WANTED = ['served_within_60s_share', 'ok_share'];

/** By bound: what is tested; the losses are those of the bounds on shares, in order. */
export function testedBounds(bounds: readonly Requirement[]): TestedBound[] {
  const shares = bounds.filter((bound) => !isRiskBound(bound));
  return bounds.map((bound) => ({
    loss: isRiskBound(bound) ? null : shares.indexOf(bound),
    most: mostOf(bound),
  }));
}

export function boundMistakes(bounds: readonly Requirement[], tree: Tree): Issue[] {
  const found = bounds.flatMap((bound, index): Issue[] => {
    const wrong = mistakeOf(bound);
    if (wrong === null) return [];
    const place = placeOf(tree, ['bounds', index]);
    return [{ place, path: `bounds[${index}]`, ...wrong }];
  });
  for (const [index, { statistic }] of bounds.entries()) {
    if (bounds.findIndex((one) => one.statistic === statistic) === index) continue;
    const place = placeOf(tree, ['bounds', index]);
    const message = `expected one bound on ${statistic}, got a second`;
    found.push({ place, path: `bounds[${index}]`, message, hint: 'the stricter is enough' });
  }
  const risks = new Set(bounds.filter(isRiskBound).map(({ statistic }) => statistic));
  if (risks.size < 2) return found;
  const message = `expected one of ${GIVEN_MODEL} and ${WITH_ERROR}, got both`;
  const hint = `${WITH_ERROR} is the one that knows what it does not know`;
  return [...found, { place: placeOf(tree, ['bounds']), path: 'bounds', message, hint }];
}

function mistakeOf(bound: Requirement): { message: string; hint: string } | null {
  const { statistic, sense } = bound;
  if (!isRiskBound(bound) && !SHARE_STATISTICS.includes(statistic)) {
    const known = [WITH_ERROR, GIVEN_MODEL, ...SHARE_STATISTICS].join(', ');
    return { message: `expected a chance of a kill or a share, got ${statistic}`, hint: known };
  }
  const wanted = isRiskBound(bound) || !WANTED.includes(statistic) ? '<' : '>';
  if (sense !== wanted) {
    const hint = wanted === '<' ? 'nobody wants more of it' : 'nobody wants less of it';
    return { message: `expected ${wanted} after ${statistic}`, hint };
  }
  const most = mostOf(bound);
  if (most > 0 && most < 1) return null;
  const said = readableStatistic(bound.bound, 'share');
  return { message: `expected a bound that some runs may break, got ${said}`, hint: '' };
}

/** Above this share of what goes wrong the bound is broken. */
function mostOf({ sense, bound }: Requirement): number {
  // 1 - 0.99 is not 0.01, and figures are printed from it.
  return sense === '<' ? bound : Number((1 - bound).toPrecision(12));
}
