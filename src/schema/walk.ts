/** Ways through a schema: its keys, its leaves, and what stands at a path. */
import * as z from 'zod';
import { type Field, fieldOf } from './fields.ts';
import type { Path } from './path.ts';
import { isMap, type Tree, treeAt } from './tree.ts';

interface Leaf {
  /** `i` for the index of a list: `clients[i].workers`. */
  readonly path: string;
  readonly field: Field;
  /** The variant of the map the leaf belongs to, as `kind: closed`; empty for all. */
  readonly variant: string;
}

/** The schema inside a default or an optional. */
export function bare(schema: z.ZodType): z.ZodType {
  const isShell =
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodOptional;
  return isShell && !fieldOf(schema) ? bare(schema.unwrap() as z.ZodType) : schema;
}

/** The variant of a union with this tag. */
export function variantOf(union: z.ZodDiscriminatedUnion, word: unknown): z.ZodObject | undefined {
  return variantsOf(union).find((variant) => tagOf(variant, union.def.discriminator) === word);
}

/** All leaves in the order they are declared. */
export function leavesOf(schema: z.ZodType, path = '', variant = ''): Leaf[] {
  const field = fieldOf(schema);
  if (field) return [{ path, field, variant }];
  const inner = bare(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, child]) =>
      leavesOf(child as z.ZodType, path === '' ? key : `${path}.${key}`, variant),
    );
  }
  if (inner instanceof z.ZodArray) {
    return leavesOf(inner.element as z.ZodType, `${path}[i]`, variant);
  }
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = inner.def;
    return variantsOf(inner).flatMap((each) =>
      leavesOf(each, path, `${discriminator}: ${tagOf(each, discriminator)}`),
    );
  }
  return [];
}

/** The keys a map may have at a path; the tree tells which variant is meant. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[], tree: Tree): string[] {
  let schemas = [schema];
  for (const [depth, step] of path.entries()) {
    const here = treeAt(tree, path.slice(0, depth));
    schemas = schemas.flatMap((each) => shapesOf(each, here)).flatMap((s) => childOf(s, step));
  }
  return keysOf(schemas.flatMap((each) => shapesOf(each, treeAt(tree, path))));
}

/**
 * Whether a path may be set: it leads to a key of some variant, or into a law. Otherwise where it
 * goes wrong and what is known there.
 */
export function lookUp(
  schema: z.ZodType,
  path: Path,
): { found: true } | { found: false; depth: number; known: readonly string[] } {
  let schemas = [schema];
  for (const [depth, step] of path.entries()) {
    if (schemas.some((each) => fieldOf(each)?.kind.law)) return { found: true };
    const shapes = schemas.flatMap((each) => shapesOf(each, null));
    schemas = shapes.flatMap((each) => childOf(each, step));
    if (schemas.length === 0) return { found: false, depth, known: keysOf(shapes) };
  }
  return { found: true };
}

/**
 * The field at a path of a value that has been checked. Null where that is no field of its own: a
 * map, a list, a part of a law, or the tag that decides what stands beside it.
 */
export function leafAt(schema: z.ZodType, path: Path, value: unknown): Field | null {
  let current = schema;
  let here = value as Readonly<Record<string | number, unknown>> | undefined;
  for (const step of path) {
    const inner = bare(current);
    const variant =
      inner instanceof z.ZodDiscriminatedUnion
        ? variantOf(inner, here?.[inner.def.discriminator])
        : inner;
    const [child] = variant === undefined ? [] : childOf(variant, step);
    here = here?.[step] as typeof here;
    if (child === undefined || here === undefined) return null;
    current = child;
  }
  return current instanceof z.ZodLiteral ? null : (fieldOf(current) ?? null);
}

/** A union's variant by its tag in the tree; all variants where there is no telling. */
function shapesOf(schema: z.ZodType, tree: Tree | null): z.ZodType[] {
  const inner = bare(schema);
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return [inner];
  const tag = tree && isMap(tree.body) ? tree.body.get(inner.def.discriminator)?.body : undefined;
  const variant = variantOf(inner, tag);
  return variant ? [variant] : variantsOf(inner);
}

function childOf(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  if (schema instanceof z.ZodArray) {
    return typeof step === 'number' ? [schema.element as z.ZodType] : [];
  }
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, step)) return [];
  return [schema.shape[step as string] as z.ZodType];
}

function keysOf(schemas: readonly z.ZodType[]): string[] {
  const objects = schemas.filter((schema) => schema instanceof z.ZodObject);
  return [...new Set(objects.flatMap((object) => Object.keys(object.shape)))];
}

function variantsOf(union: z.ZodDiscriminatedUnion): z.ZodObject[] {
  return union.options as unknown as z.ZodObject[];
}

function tagOf(variant: z.ZodObject, discriminator: string): unknown {
  const tag = (variant.shape as Record<string, z.ZodType>)[discriminator];
  return tag instanceof z.ZodLiteral ? tag.value : undefined;
}
