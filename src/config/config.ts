/** The model: the rooms' options put together, and the rules that span rooms. */
import * as z from 'zod';
import { clientSchema } from '../clients/options.ts';
import { haproxySchema } from '../haproxy/options.ts';
import { podSchema } from '../pod/options.ts';
import { check } from '../schema/check.ts';
import { type Resolved, text } from '../schema/fields.ts';
import { InputError, type Issue, type Place } from '../schema/issue.ts';
import { type Tree, treeOf } from '../schema/tree.ts';
import { upstreamSchema } from '../upstream/options.ts';
import { linkSchema } from './link-options.ts';
import { applyOverrides, type Override } from './override.ts';
import { checkRules } from './rules.ts';
import { runSchema } from './run-options.ts';
import { type SourceLine, sourceLines } from './sources.ts';

const shape = z.strictObject({
  name: text({
    doc: 'What the model is called; by default the name of its file.',
    default: '',
    source: 'naming only',
  }),
  description: text({
    doc: 'What the model stands for.',
    default: '',
    source: 'naming only',
  }),
  clients: z.array(clientSchema).min(1).describe('The populations of clients, one or more.'),
  link: linkSchema,
  haproxy: haproxySchema,
  pod: podSchema,
  upstream: upstreamSchema,
  run: runSchema,
});

export const modelSchema = shape.superRefine((model, context) => {
  checkRules(model, (path, message, hint) =>
    context.addIssue({ code: 'custom', message, path, params: { hint } }),
  );
});

/** A checked model in base units (s, B, B/s, 1/s); `none` is Infinity. Frozen. */
export type Model = Resolved<z.output<typeof shape>>;

type Resolution =
  | { readonly model: Model; readonly sources: readonly SourceLine[] }
  | { readonly issues: readonly Issue[] };

/**
 * A tree, overrides applied, as a model; every mistake at once otherwise. `earlier` are those
 * found while the tree was read.
 */
export function resolveTree(
  tree: Tree,
  overrides: readonly Override[] = [],
  fileName = '',
  earlier: readonly Issue[] = [],
): Resolution {
  const overridden = applyOverrides(tree, overrides, modelSchema);
  const checked = check(modelSchema, overridden.tree, [...earlier, ...overridden.issues]);
  if (checked.value === null) return { issues: checked.issues };
  const model = finished(checked.value, fileName);
  return {
    model,
    // A sweep resolves thousands of models and asks for the sources of one.
    get sources() {
      return sourceLines(modelSchema, model, checked.tree!);
    },
  };
}

/** Plain data in the notation of a model file, as a model. */
export function resolveModel(plain: unknown, file?: string): Resolution {
  const at: Place = { label: file ?? 'model' };
  return resolveTree(treeOf(plain, at), [], file);
}

/**
 * A model from a partial plain object, for programs and tests; without clients it has the closed
 * flood of the defaults. Overrides are by path: `{'haproxy.maxconn': 40}`.
 * @throws InputError with a line for each mistake.
 */
export function modelFrom(
  partial: Readonly<Record<string, unknown>> = {},
  overrides: Readonly<Record<string, unknown>> = {},
): Model {
  const plain = { clients: [{ kind: 'closed' }], ...partial };
  const resolution = resolveTree(
    treeOf(plain, { label: 'model' }),
    Object.entries(overrides).map(([path, value]) => ({ path, value, at: { label: 'override' } })),
  );
  if ('issues' in resolution) throw new InputError(resolution.issues);
  return resolution.model;
}

/** A checked model with a name for all that has none, frozen. */
export function finished(model: Model, file: string): Model {
  const stem = file
    .split('/')
    .at(-1)!
    .replace(/\.ya?ml$/, '');
  return freeze({
    ...model,
    name: model.name === '' ? stem : model.name,
    clients: model.clients.map((client, index) =>
      client.name === '' ? { ...client, name: `clients[${index}]` } : client,
    ),
  });
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
}
