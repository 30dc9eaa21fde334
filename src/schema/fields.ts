/** The field kinds a room declares its parameters with: each states doc, source and default. */
import * as z from 'zod';
import type { Law } from '../random/law.ts';
import {
  BYTE,
  BYTE_RATE,
  CORES,
  COUNT,
  type Dimension,
  FREQUENCY,
  NUMBER_ONLY,
  SECONDS,
  SHARE,
} from './dimension.ts';
import type { Json, Kind } from './kind.ts';
import { lawOf } from './law.ts';
import { quantity, type Range } from './quantity.ts';
import { tableOf } from './table.ts';
import { anything, choice, flagKind, textKind } from './word.ts';
import { choices } from './words.ts';

/** What every parameter states about itself. */
interface About {
  /** One sentence: what it means. */
  readonly doc: string;
  /** Where the default (or the range) is from; `assumed` where nobody measured it. */
  readonly source: string;
  /** The default as a model file would say it; without one the field is required. */
  readonly default?: string | number | boolean | readonly string[];
}

/** All that is known of a field, for messages, tables and editors. */
export interface Field extends About {
  readonly kind: Kind<unknown>;
  readonly json: Json;
}

// A command reads a handful of files: compiling a parser for each map would take longer.
z.config({ jitless: true });

type QuantityOptions = About & Range;
type Quantity<O> = O extends { readonly auto: true } ? number | 'auto' : number;

const FIELDS = new WeakMap<z.ZodType, Field>();

/** The field behind a schema; undefined where the schema is a map, a list or a union. */
export function fieldOf(schema: z.ZodType): Field | undefined {
  return FIELDS.get(schema);
}

/** Everything a tree of fields resolves to, read-only all the way down. */
export type Resolved<T> = { readonly [K in keyof T]: Resolved<T[K]> };

/** A map of fields that may be left out altogether: all of its own have defaults. */
export function group<Shape extends z.ZodRawShape>(doc: string, shape: Shape) {
  const object = z.strictObject(shape).describe(doc);
  return object.prefault({} as z.input<typeof object>);
}

/** A list of maps that may be left out: it is empty then. */
export function list<Shape extends z.ZodRawShape>(doc: string, shape: Shape) {
  return z.array(z.strictObject(shape)).describe(doc).prefault([]);
}

export const seconds = <const O extends QuantityOptions>(options: O) => number(SECONDS, options);
export const bytes = <const O extends QuantityOptions>(options: O) => number(BYTE, options);
export const byteRate = <const O extends QuantityOptions>(options: O) => number(BYTE_RATE, options);
export const frequency = <const O extends QuantityOptions>(options: O) =>
  number(FREQUENCY, options);
export const cores = <const O extends QuantityOptions>(options: O) => number(CORES, options);
export const count = <const O extends QuantityOptions>(options: O) => number(COUNT, options);
export const plainNumber = <const O extends QuantityOptions>(options: O) =>
  number(NUMBER_ONLY, options);
/** A number that is 1 for the whole; at most 1 unless `max` says otherwise. */
export const share = <const O extends QuantityOptions>(options: O) =>
  number(SHARE, { max: 1, ...options } as O);

export const secondsLaw = (options: QuantityOptions) => law(SECONDS, options);
export const bytesLaw = (options: QuantityOptions) => law(BYTE, options);
export const byteRateLaw = (options: QuantityOptions) => law(BYTE_RATE, options);
export const countLaw = (options: QuantityOptions) => law(COUNT, options);
export const numberLaw = (options: QuantityOptions) => law(NUMBER_ONLY, options);

/** true or false; with `auto` also the word auto. */
export function flag<const O extends About & { readonly auto?: boolean }>(options: O) {
  type Flag = O extends { readonly auto: true } ? boolean | 'auto' : boolean;
  return field<Flag>(flagKind(options.auto === true) as unknown as Kind<Flag>, options);
}

export const text = (options: About) => field<string>(textKind(), options);

/** One word of a closed list. */
export const oneOf = <const Word extends string>(words: readonly Word[], options: About) =>
  field<Word>(choice(words), options);

/** Words of a closed list, each at most once. */
export const someOf = <const Word extends string>(words: readonly Word[], options: About) =>
  field<readonly Word[]>(choices(words), options);

/** Rows of a table: a list that is one parameter, empty unless given. */
export const table = <Row>(columns: Parameters<typeof tableOf<Row>>[0], options: About) =>
  field<readonly Row[]>(tableOf<Row>(columns), { default: [], ...options });

/** The word that tells variants of a map apart, for `z.discriminatedUnion`. */
export function tag<const Word extends string>(word: Word, about: About) {
  const schema = z.literal(word);
  FIELDS.set(schema, { ...about, kind: choice([word]), json: { const: word } });
  return schema;
}

/** Any value at all: the path it is meant for decides what it must be. */
export const any = (options: About) => field<unknown>(anything(), options);

function number<const O extends QuantityOptions>(dimension: Dimension, options: O) {
  return field<Quantity<O>>(quantity(dimension, options) as unknown as Kind<Quantity<O>>, options);
}

function law(dimension: Dimension, options: QuantityOptions) {
  return field<Law>(lawOf(dimension, options), options);
}

/** A zod schema around a kind; problems become issues with a hint and keep their inner path. */
export function field<T>(kind: Kind<T>, about: About): z.ZodType<T> {
  const read = (raw: unknown, context: z.core.$RefinementCtx) => {
    const reading = kind.read(raw);
    if ('value' in reading) return reading.value;
    for (const { path, expected, hint } of reading.problems) {
      const params = { hint };
      context.addIssue({ code: 'custom', message: expected, path: [...path], params });
    }
    return z.NEVER;
  };
  // A transform alone may be left out; a field without a default may not.
  const schema =
    about.default === undefined
      ? z.unknown().transform(read)
      : z.prefault(z.transform(read), about.default);
  FIELDS.set(schema, { ...about, kind, json: kind.json });
  return schema as unknown as z.ZodType<T>;
}
