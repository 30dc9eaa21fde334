/** The section on how the model agrees with real runs. */
import type { ConformanceResults, Provenance } from '../conformance/results.ts';
import { count } from '../units/readable.ts';
import { type Block, paragraph, type Section } from './block.ts';
import {
  disagreementTable,
  notCoveredTable,
  queueingTable,
  targetTable,
} from './conformance-tables.ts';
import { foldedTable } from './folded-table.ts';
import type { ResultTable } from './result-table.ts';

const READING =
  'Error: (predicted − measured) / measured, of shares of endings the difference. Met: within the target, within the spread of the repeats of the case, or closer than the rig can tell (2 ms, 1 MiB). Fitted cases count for no target. Peaks are not compared where a pod was killed, measured or in any seed: that peak is the limit.';

const IN_VIEW =
  'The mechanisms of the model were chosen with these cases in view, all of them. A case that no number was fitted to is therefore not an unseen case, and loads unlike these will be predicted less well.';

export function asMeasured(results: ConformanceResults): Section {
  return {
    id: 'as-measured',
    title: 'As measured',
    blocks: [
      paragraph(rig(results.provenance)),
      paragraph(READING),
      paragraph(IN_VIEW),
      { kind: 'table', ...targetTable(results) },
      ...titled('Cases that miss a target', disagreementTable(results)),
      ...titled('Queueing: measured, simulated and closed form', queueingTable(results)),
      ...titled('Not covered', notCoveredTable(results)),
      ...fitted(results),
    ],
  };
}

function rig({
  measured,
  machine,
  kernel,
  versions,
  cgroup,
  sysctls,
  clients,
}: Provenance): string {
  const parts = [measured, machine, kernel, versions, cgroup, sysctls, clients];
  return parts.map((part) => part.replace(/\.?$/, '.')).join(' ');
}

/** A short table under its heading, a long one folded, none where there is nothing to tell. */
function titled(title: string, table: ResultTable): Block[] {
  if (table.rows.length === 0) return [paragraph(`${title}: none.`)];
  const summary = `${title}: ${count(table.rows.length, 'row')}`;
  return foldedTable({ kind: 'table', ...table }, summary, `${title}:`);
}

function fitted({ fitted: ids }: ConformanceResults): Block[] {
  if (ids.length === 0) {
    const text =
      'No subset is named as fitted to, so no case counts as held out: this is agreement with what the model was built on, not a test of it.';
    return [paragraph(text)];
  }
  const text = ids.map((id) => `\`${id}\``).join(', ');
  const summary = `Cases the parameters were fitted to: ${ids.length}`;
  return [{ kind: 'details', summary, blocks: [paragraph(text)] }];
}
