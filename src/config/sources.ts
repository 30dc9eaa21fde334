/** Where each number of a model is from: the list a report prints, unsourced ones flagged. */
import * as z from 'zod';
import { fieldOf } from '../schema/fields.ts';
import { formatPath, type Path } from '../schema/path.ts';
import { type Tree, treeAt } from '../schema/tree.ts';
import { bare, variantOf } from '../schema/walk.ts';

export interface SourceLine {
  /** `clients[0].bodySize` */
  readonly path: string;
  /** The value as a model file would say it. */
  readonly value: string;
  /** Null where the model states a value and no source; a default has its parameter's source. */
  readonly source: string | null;
}

/** One line for each parameter of a resolved model but names, in the order of declaration. */
export function sourceLines(schema: z.ZodType, value: unknown, tree: Tree): SourceLine[] {
  return linesOf(schema, value, tree, []);
}

function linesOf(schema: z.ZodType, value: unknown, tree: Tree, path: Path): SourceLine[] {
  const field = fieldOf(schema);
  if (field) {
    // Names, and the tags that tell variants apart, are no facts about the system.
    const isName = field.kind.unit === 'text' || schema instanceof z.ZodLiteral;
    if (isName) return [];
    const given = treeAt(tree, path);
    return [
      {
        path: formatPath(path),
        value: field.kind.format(value),
        source: given ? (given.source ?? null) : field.source,
      },
    ];
  }
  const inner = bare(schema);
  if (inner instanceof z.ZodArray) {
    return (value as unknown[]).flatMap((entry, index) =>
      linesOf(inner.element as z.ZodType, entry, tree, [...path, index]),
    );
  }
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const word = (value as Record<string, unknown>)[inner.def.discriminator];
    return linesOf(variantOf(inner, word)!, value, tree, path);
  }
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, child]) =>
    linesOf(child as z.ZodType, (value as Record<string, unknown>)[key], tree, [...path, key]),
  );
}
