/** Whether a design point has a steady load to speak of, and who says that there should be one. */
import type { Model } from '../config/config.ts';
import type { Issue } from '../schema/issue.ts';
import { formatPath, type Path } from '../schema/path.ts';
import { placeOf, type Tree, treeAt } from '../schema/tree.ts';
import type { ExperimentSpec, GridSpec } from './experiment.ts';
import type { SteadySpec } from './steady.ts';

/** A grid that states none has that of the experiment. */
export function steadyOf(grid: GridSpec, spec: ExperimentSpec): SteadySpec | null {
  return grid.steady ?? spec.steady ?? null;
}

/** What of a grid cannot be steady, each once. @param at where the grid stands in the file. */
export function checkSteady(
  grid: GridSpec,
  models: readonly Model[],
  tree: Tree,
  at: Path,
): Issue[] {
  const path = treeAt(tree, [...at, 'steady']) === null ? ['steady'] : [...at, 'steady'];
  const complain = (message: string, hint: string): Issue => ({
    place: placeOf(tree, path),
    path: formatPath(path),
    message,
    hint,
  });
  if (grid.memoryLimits !== undefined) {
    const message = 'is not read with memoryLimits, which are decided from peaks';
    return [complain(message, 'vary pod.memoryLimit instead')];
  }
  const unsteady = models.flatMap(({ clients }) =>
    clients.flatMap((client, index) => {
      const why = whyUnsteady(client);
      return why === null ? [] : [{ client: `clients[${index}]`, ...why }];
    }),
  );
  const first = unsteady[0];
  if (first === undefined) return [];
  return [
    complain(
      `expected a load that goes on for ever, but ${first.client} ${first.says}`,
      first.hint,
    ),
  ];
}

function whyUnsteady(client: Model['clients'][number]): { says: string; hint: string } | null {
  switch (client.kind) {
    case 'open':
      return client.schedule.length === 0
        ? null
        : { says: 'changes its rate by a schedule', hint: 'give it one rate' };
    case 'closed':
      return client.requests === Number.POSITIVE_INFINITY
        ? null
        : { says: `ends after ${client.requests} requests`, hint: 'write requests: none' };
    default:
      return {
        says: `is a ${client.kind}`,
        hint: 'open and endless closed populations are steady',
      };
  }
}
