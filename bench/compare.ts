/** An earlier run of the benchmark beside this one. */
import { aligned } from '../src/report/table.ts';
import { RATIOS } from './ratios.ts';
import type { Results } from './results.ts';

/** Changes of the ratios and of the rates relative to the frozen baseline's, which never changes. */
export function comparison(now: Results, before: Results): string {
  const rows = RATIOS.map((name) => [
    name,
    ...change(before.ratios[name], now.ratios[name]),
    ...change(before.ratiosByProcessorTime[name], now.ratiosByProcessorTime[name]),
  ]);
  const headers = ['ratio', 'before', 'now', 'change', 'before (cpu)', 'now (cpu)', 'change (cpu)'];
  const table = aligned({ headers, numeric: [1, 2, 3, 4, 5, 6], rows }, 0);
  return [
    `Compared with commit ${before.commit ?? 'unknown'}`,
    ...warnings(now, before),
    table,
  ].join('\n');
}

function change(before: number | null, now: number | null): readonly string[] {
  const show = (value: number | null) => (value === null ? '-' : value.toPrecision(3));
  const factor = before === null || now === null ? '-' : `x ${(now / before).toFixed(2)}`;
  return [show(before), show(now), factor];
}

/** What makes the two less comparable than they look. */
function warnings(now: Results, before: Results): readonly string[] {
  const [a, b] = [before.machine, now.machine];
  const differs = (what: string, was: string | null, is: string | null) =>
    was === is ? [] : [`${what}: then ${was ?? 'none'}, now ${is ?? 'none'}`];
  return [
    ...differs('Another machine', `${a.cpu}, ${a.cores} cores`, `${b.cpu}, ${b.cores} cores`),
    ...differs('Another Node', a.node, b.node),
    ...differs('Another compiler', a.compiler, b.compiler),
    ...differs('Another effort', before.effort, now.effort),
  ];
}
