/** One factor at a time: what it does to P(OOM), and where it changes the verdict. */
import { flipInWords } from '../plots/tornado-rows.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import type { InfluenceLevel } from '../recommend/what-if.ts';
import type { Block } from '../report/block.ts';
import { chanceCell } from './figure-words.ts';

export function influencesTable({ influences }: Recommendation): Block {
  return {
    kind: 'table',
    headers: ['factor', 'as it is', 'if it were', 'P(OOM) and its bound', 'under', 'source'],
    numeric: [],
    rows: influences.map((influence) => [
      influence.path === null ? influence.factor : `${influence.factor} (\`${influence.path}\`)`,
      levelInWords(influence.base),
      influence.levels.map(levelInWords).join('; '),
      flipInWords(influence),
      influence.scenario,
      influence.source,
    ]),
  };
}

/** `32MB: 20% (17% to 23%), flips`; of P(OOM) alone. */
function levelInWords({ label, oom, lacksError, flips, risk }: InfluenceLevel): string {
  const given = lacksError ? ' given the model alone' : '';
  const mark = flips ? ', flips' : risk === 'open' ? ', undecided' : '';
  return `${label}: ${chanceCell(oom)}${given}${mark}`;
}
