/** The model: the rooms' options put together, and the rules that span rooms. */
import { z } from 'zod';
import { clientSchema } from '../clients/options.ts';
import { haproxySchema } from '../haproxy/options.ts';
import { baseBytes, podSchema } from '../pod/options.ts';
import { check } from '../schema/check.ts';
import { type Resolved, text } from '../schema/fields.ts';
import { InputError, type Issue, type Place } from '../schema/issue.ts';
import { type Tree, treeOf } from '../schema/tree.ts';
import { readableBytes } from '../units/readable.ts';
import { upstreamSchema } from '../upstream/options.ts';
import { checkClients } from './client-rules.ts';
import { checkHaproxy } from './haproxy-rules.ts';
import { linkSchema } from './link-options.ts';
import { applyOverrides, type Override } from './override.ts';
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
  needHorizon(model, context);
  checkClients(model, context);
  fitIdlePod(model, context);
  needPods(model, context);
  checkHaproxy(model, context);
});

type Shape = z.output<typeof shape>;
type Context = z.core.$RefinementCtx<Shape>;

function needHorizon({ clients, run }: Shape, context: Context): void {
  if (run.horizon !== Number.POSITIVE_INFINITY) return;
  for (const [index, client] of clients.entries()) {
    const endless =
      client.kind === 'open' ||
      (client.kind === 'closed' && client.requests === Number.POSITIVE_INFINITY);
    if (!endless) continue;
    context.addIssue({
      code: 'custom',
      message: `a duration, because clients[${index}] never stops by itself`,
      path: ['run', 'horizon'],
      params: { hint: 'for example 10m' },
    });
  }
}

/** A pod whose idle process exceeds its limit is killed for ever and serves nobody. */
function fitIdlePod({ pod }: Shape, context: Context): void {
  const idle = baseBytes(pod);
  const limit = pod.memoryLimit;
  if (idle <= limit) return;
  const isStated = pod.base !== 'auto';
  context.addIssue({
    code: 'custom',
    message: isStated
      ? `at most ${readableBytes(limit)}, the pod.memoryLimit`
      : `at least ${readableBytes(idle)}, the pod.base of ${pod.handler}`,
    path: ['pod', isStated ? 'base' : 'memoryLimit'],
    params: { hint: 'an idle pod must fit' },
  });
}

/** A pod that is named by its index exists. */
function needPods({ haproxy, pod, run }: Shape, context: Context): void {
  const named = [
    ...haproxy.weights.map((each, i) => ({
      index: each.pod,
      path: ['haproxy', 'weights', i, 'pod'],
    })),
    ...run.faults.map((fault, i) => ({ index: fault.pod, path: ['run', 'faults', i, 'pod'] })),
    ...pod.slow.map((slow, i) => ({ index: slow.pod, path: ['pod', 'slow', i, 'pod'] })),
  ];
  for (const { index, path } of named) {
    if (index < pod.replicas) continue;
    const hint = `pods count from 0, and there are ${pod.replicas}`;
    const message = `a pod from 0 to ${pod.replicas - 1}`;
    context.addIssue({ code: 'custom', message, path, params: { hint } });
  }
}

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
  const model = named(checked.value, fileName);
  return {
    model: freeze(model),
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

function named(model: z.output<typeof shape>, file: string): Model {
  const stem = file
    .split('/')
    .at(-1)!
    .replace(/\.ya?ml$/, '');
  return {
    ...model,
    name: model.name === '' ? stem : model.name,
    clients: model.clients.map((client, index) =>
      client.name === '' ? { ...client, name: `clients[${index}]` } : client,
    ),
  };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) freeze(child);
  }
  return value;
}
