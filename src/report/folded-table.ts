/** A table in the open, or folded away where it is long. */
import { type Block, paragraph, type Table } from './block.ts';

/** Longer tables are folded away. */
export const OPEN_ROWS = 40;

/**
 * @param summary what stands for it where it is folded away
 * @param lead what stands above it in the open
 */
export function foldedTable(table: Table, summary: string, lead = `${summary}.`): Block[] {
  if (table.rows.length > OPEN_ROWS) return [{ kind: 'details', summary, blocks: [table] }];
  return [paragraph(lead), table];
}
