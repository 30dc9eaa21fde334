/** What the schema of an experiment cannot say: keys that go together, names that must exist. */
import type { Issue } from '../schema/issue.ts';
import type { Path } from '../schema/path.ts';
import { didYouMean } from '../schema/spelling.ts';
import { placeOf, type Tree, treeAt } from '../schema/tree.ts';
import { KNOB, type KnobRequest } from './chart-request.ts';
import type { ExperimentSpec, GridSpec } from './experiment.ts';
import { CASE, MEMORY_LIMIT } from './paths.ts';

/** `vary` beside no grid is the grid `main`; an experiment without either is one design point. */
export function gridsOf(spec: ExperimentSpec): { at: Path; grid: GridSpec }[] {
  const main = { at: [], grid: { name: 'main', ...(spec.vary && { vary: spec.vary }) } };
  const others = (spec.grids ?? []).map((grid, index) => ({ at: ['grids', index], grid }));
  return spec.vary === undefined && others.length > 0 ? others : [main, ...others];
}

/** One line in place of a dozen where a model file was named for an experiment. */
export function modelMistaken(tree: Tree | null): Issue[] | null {
  if (tree === null || treeAt(tree, ['clients']) === null) return null;
  const message = 'expected an experiment, got what looks like a model';
  return [{ place: tree.at, path: '', message, hint: 'spillway run takes a model' }];
}

export function checkCharts(spec: ExperimentSpec, tree: Tree, known: readonly string[]): Issue[] {
  const names = spec.charts.map(({ name }) => name);
  return spec.charts.flatMap(({ chart, name, knob }, index) => {
    const complain = (key: readonly string[], message: string, hint: string): Issue => ({
      place: placeOf(tree, ['charts', index, ...key]),
      path: [`charts[${index}]`, ...key].join('.'),
      message,
      hint,
    });
    if (knob !== null) {
      const wrong = knobMistake(
        knob,
        gridsOf(spec).map(({ grid }) => grid),
      );
      if (wrong !== null) return complain([wrong.key], wrong.message, wrong.hint);
    } else if (!known.includes(chart)) {
      const near = didYouMean(chart, known);
      const hint = near === '' ? `known: ${known.join(', ')}, ${KNOB}` : near;
      return complain([], `unknown chart ${JSON.stringify(chart)}`, hint);
    }
    if (names.indexOf(name) === index) return [];
    return complain([], `two charts are called ${name}`, 'give one of them a name: of its own');
  });
}

/** The first thing that the chart asks for and no grid has. */
function knobMistake(
  { grid: named, x, series }: KnobRequest,
  grids: readonly GridSpec[],
): { key: string; message: string; hint: string } | null {
  const names = grids.map(({ name }) => name);
  if (named !== null && !names.includes(named)) {
    const hint = didYouMean(named, names) || `grids: ${names.join(', ')}`;
    return { key: 'grid', message: `no grid is called ${JSON.stringify(named)}`, hint };
  }
  const candidates = grids.filter(({ name }) => named === null || name === named);
  const wanted = [
    { key: 'x', path: x },
    ...(series ?? []).map((path) => ({ key: 'series', path })),
  ];
  const where = named === null ? '' : ` in grid ${named}`;
  for (const { key, path } of wanted) {
    if (candidates.some((grid) => variedIn(grid).includes(path))) continue;
    const varied = [...new Set(candidates.flatMap(variedIn))];
    const hint = didYouMean(path, varied) || `varied: ${varied.join(', ') || 'nothing'}`;
    return { key, message: `${JSON.stringify(path)} is not varied${where}`, hint };
  }
  const paths = wanted.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) < index);
  if (twice !== undefined) {
    return { key: 'series', message: `${twice} is drawn twice`, hint: 'once is enough' };
  }
  const together = candidates.some((grid) => paths.every((path) => variedIn(grid).includes(path)));
  if (together) return null;
  return { key: 'series', message: `no grid varies ${paths.join(' and ')} at once`, hint: '' };
}

function variedIn(grid: GridSpec): string[] {
  return [
    ...(grid.vary ?? []).map(({ path }) => path),
    ...(grid.cases === undefined ? [] : [CASE]),
    ...(grid.memoryLimits === undefined ? [] : [MEMORY_LIMIT]),
  ];
}

type Key = keyof ExperimentSpec;

const MODEL = { key: 'model', says: 'expected a model: the file to simulate' } as const;

/** What each kind cannot do without. */
const MISSING: Record<ExperimentSpec['kind'], readonly { key: Key; says: string }[]> = {
  sweep: [MODEL],
  theory: [{ key: 'cases', says: 'expected cases with kind theory' }],
  conformance: [
    MODEL,
    { key: 'measured', says: 'expected measured with kind conformance: the file of cases' },
  ],
};

const OF_SWEEPS = [
  'set',
  'random',
  'vary',
  'grids',
  'timelines',
  'precision',
  'steady',
  'horizon',
  'uncertainty',
  'thresholds',
] as const;
const OF_CONFORMANCE = ['measured', 'fitted', 'explanations'] as const;

/** What each kind has no use for. */
const UNREAD: Record<ExperimentSpec['kind'], readonly Key[]> = {
  sweep: ['cases', ...OF_CONFORMANCE],
  theory: ['model', ...OF_SWEEPS, ...OF_CONFORMANCE],
  conformance: ['cases', ...OF_SWEEPS],
};

/** Keys that only make sense together. */
export function checkKeys(spec: ExperimentSpec, tree: Tree): Issue[] {
  const complain = (path: Path, message: string): Issue => ({
    place: placeOf(tree, path),
    path: path.join('.'),
    message,
    hint: '',
  });
  const issues: Issue[] = [];
  const names = gridsOf(spec).map(({ grid }) => grid.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) issues.push(complain(['grids'], `two grids are called ${twice}`));
  for (const { key, says } of MISSING[spec.kind]) {
    if (spec[key] === undefined) issues.push(complain([], says));
  }
  for (const key of UNREAD[spec.kind]) {
    if (spec[key] === undefined) continue;
    const hint = key === 'cases' ? '; a grid has cases of its own' : '';
    issues.push(complain([key], `is not read with kind ${spec.kind}${hint}`));
  }
  return issues;
}
