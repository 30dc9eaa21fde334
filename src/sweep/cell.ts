/** A parameter of a resolved model as the cell of a row, and how its column is labelled. */
import { type Model, modelSchema } from '../config/config.ts';
import type { Law } from '../random/law.ts';
import { parsePath } from '../schema/path.ts';
import { leavesOf } from '../schema/walk.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Cell } from './row.ts';

/** The value in base units; `none` is null; a law that is no constant is its `label`. */
export function cellAt(model: Model, path: string, label: string): Cell {
  let value: unknown = model;
  for (const step of parsePath(path) ?? []) {
    value = (value as Record<string | number, unknown> | undefined)?.[step];
  }
  if (isLaw(value)) value = value.law === 'constant' ? value.value : label;
  if (typeof value === 'number') return finiteOrNull(value);
  return typeof value === 'string' || typeof value === 'boolean' ? value : label;
}

/** The unit of a parameter's column. */
export function unitOf(path: string): string {
  const general = path.replaceAll(/\[\d+\]/g, '[i]');
  const leaf = leavesOf(modelSchema).find((candidate) => candidate.path === general);
  const unit = leaf?.field.kind.unit ?? 'text';
  return unit === 'choice' ? 'text' : unit;
}

/** A value of the experiment file in one line: what groups others in brackets, laws without. */
export function labelOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(labelOf).join(', ')}]`;
  const { source: _, ...rest } = value as Record<string, unknown>;
  if ('value' in rest && Object.keys(rest).length === 1) return labelOf(rest.value);
  const { law, ...parameters } = rest;
  const said = Object.entries(parameters).map(([key, each]) => `${key} ${labelOf(each)}`);
  return law === undefined ? `(${said.join(', ')})` : [String(law), ...said].join(', ');
}

function isLaw(value: unknown): value is Law {
  return typeof value === 'object' && value !== null && 'law' in value;
}
