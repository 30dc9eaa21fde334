import { expect, it } from 'vitest';
import { exampleRecommendation } from '../recommend/recommendation.fixture.ts';
import type { InfluenceLevel } from '../recommend/what-if.ts';
import { influencesTable } from './what-moves-it.ts';

const own = exampleRecommendation();

/** What stands under `if it were` of the last factor, its level changed. */
function said(change: Partial<InfluenceLevel>): string {
  const [last] = own.influences.toReversed();
  const levels = last!.levels.map((level) => ({ ...level, ...change }));
  const table = influencesTable({ ...own, influences: [{ ...last!, levels }] });
  return table.kind === 'table' ? table.rows[0]![2]! : '';
}

it('a level says its P(OOM), and whether its side of the bound was shown', () => {
  const plain = said({});
  expect(plain).toMatch(/^v1: \S+ \(.*\)$/);
  expect(said({ risk: 'open' })).toBe(`${plain}, undecided`);
  expect(said({ verdict: 'open' })).toBe(plain);
});

it('a level whose error nobody measured is not told as if it had been', () => {
  expect(said({ lacksError: true, risk: 'open' })).toBe(
    `${said({})} given the model alone, undecided`,
  );
});
