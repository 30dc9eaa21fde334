/** What a report is made of, whatever it is written as. In texts, `backticks` mark code. */
import type { Chart } from '../plots/chart-spec.ts';

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly headers: readonly string[];
      /** Columns to align right. */
      readonly numeric: readonly number[];
      readonly rows: readonly (readonly string[])[];
    }
  /** Of a shell, unless another language is said. */
  | { readonly kind: 'code'; readonly text: string; readonly language?: 'yaml' }
  | { readonly kind: 'chart'; readonly chart: Chart }
  /** Folded away until asked for. */
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] };

/** As the block of this name. */
export type Table = Extract<Block, { readonly kind: 'table' }>;

export interface Section {
  /** Anchor in the page. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export function section(id: string, title: string, blocks: readonly Block[]): Section {
  return { id, title, blocks };
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

export function list(items: readonly string[]): Block {
  return { kind: 'list', items };
}
