/** The charts of a recommendation, in the order of its page. */
import type { Recommendation } from '../recommend/recommendation.ts';
import type { Chart } from './chart-spec.ts';
import { chartOf } from './charts.ts';
import { pareto } from './pareto.ts';
import { tornado } from './tornado.ts';

/** Without those that have nothing to draw. */
export function recommendationCharts(recommendation: Recommendation): Chart[] {
  return [
    ['pareto', pareto(recommendation)] as const,
    ['tornado', tornado(recommendation)] as const,
  ].flatMap(([name, spec]) => (spec === null ? [] : [chartOf(name, spec)]));
}
