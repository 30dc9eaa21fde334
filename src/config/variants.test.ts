import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { resolveTree } from './config.ts';
import { readExtended } from './extend.ts';
import type { Override } from './override.ts';
import { variantsOf } from './variants.ts';

const FILE = 'models/s3proxy.yaml';

const override = (path: string, value: unknown): Override => ({
  path,
  value,
  at: { label: `--set ${path}` },
});

const COMMON = [override('clients[0].pace', '20MB/s')];

const { tree } = readExtended(FILE, (file) => readFileSync(file, 'utf8'));
const base = resolveTree(tree!, COMMON, FILE);
if ('issues' in base) throw new Error(base.issues.map(formatIssue).join('\n'));
const variant = variantsOf({ tree: tree!, overrides: COMMON, file: FILE, model: base.model });

/** A model as its bytes, with the order of its keys; or the lines about what is wrong. */
function told(found: ReturnType<typeof variant>): unknown {
  if ('issues' in found) return found.issues.map(formatIssue);
  return JSON.stringify(found.model, (_, value) =>
    value === Number.POSITIVE_INFINITY ? 'Infinity' : value,
  );
}

const whole = (overrides: readonly Override[]) =>
  resolveTree(tree!, [...COMMON, ...overrides], FILE);

/** Single values, in every notation. */
const VALUES = [
  override('haproxy.maxconn', 7),
  override('haproxy.maxconn', { value: 'none', source: 'a book' }),
  override('haproxy.maxconn', 8),
  override('haproxy.timeouts.queue', '50ms'),
  override('pod.handler', 'read-all'),
  override('clients[0].workers', { law: 'uniform', min: 96, max: 160, assumed: true }),
  override('clients[0].bodySize', '64MB'),
  override('clients[0].name', ''),
  override('name', ''),
  override('pod.base', '100MiB'),
];

/** What more hangs on than a value of its own. */
const OTHERS = [
  override('clients[0].pace.value', '3MB/s'),
  override('clients[0]', { kind: 'wave', workers: 3 }),
  override('clients[0].kind', 'wave'),
  override('haproxy.check', { enabled: false }),
  override('haproxy.weights', [{ pod: 1, weight: 4 }]),
];

const MISTAKES = [
  override('haproxy.maxcon', 7),
  override('haproxy.maxconn', -1),
  override('haproxy.maxconn', { value: 7, source: '' }),
  override('haproxy.maxconn', null),
  override('clients[1].workers', 7),
  override('clients[0].rate', '3/s'),
  override('clients[', 7),
  override('pod.memoryLimit', '1MiB'),
  override('clients[0].requests', 'none'),
  override('haproxy.minconn', 7),
];

describe('a variant', () => {
  it.each([...VALUES, ...OTHERS, ...MISTAKES])(
    'is what resolving says, with $path $value',
    (one) => {
      expect(told(variant([one]))).toEqual(told(whole([one])));
    },
  );

  it('has the last of the values of a path, and all others', () => {
    expect(told(variant(VALUES))).toEqual(told(whole(VALUES)));
    expect(told(variant([...VALUES, ...OTHERS]))).toEqual(told(whole([...VALUES, ...OTHERS])));
  });

  it('has all mistakes at once', () => {
    const all = [...MISTAKES, ...VALUES];
    expect(told(variant(all))).toEqual(told(whole(all)));
  });

  it('shares what it does not change, and is frozen', () => {
    const found = variant([override('haproxy.timeouts.queue', '50ms')]);
    if ('issues' in found) throw new Error('expected a model');
    expect(found.model.pod).toBe(base.model.pod);
    expect(Object.isFrozen(found.model.haproxy.timeouts)).toBe(true);
  });
});
