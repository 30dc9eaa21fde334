/** What becomes of the chosen and of the present setting in worse circumstances. */
import type { Override } from '../config/override.ts';
import { compileLaw } from '../random/sampler.ts';
import { labelOf } from '../sweep/cell.ts';
import { BODY_SIZE, FRONTPROXIES, PODS } from '../sweep/paths.ts';
import { formatBytes } from '../units/bytes.ts';
import type { NamedChange } from './planned-changes.ts';
import type { Chosen } from './recommend.ts';
import type { Stress } from './recommendation.ts';

interface Planned extends NamedChange {
  readonly kind: string;
}

/** Frontproxies that are always looked at. */
const FRONTPROXY_COUNTS = [1, 2, 3];
/** The last before the correction of haproxy/haproxy#2744. */
const OVERSHOOTING = '2.6';

export async function stressesOf(chosen: Chosen): Promise<Stress[]> {
  const { evidence, subject, present } = chosen;
  const settings = subject.id === present.id ? [subject] : [subject, present];
  return Promise.all(
    plannedOf(chosen).map(async ({ change, ...stress }): Promise<Stress> => {
      const looked = await Promise.all(
        settings.map(async (one) => ({ one, seen: await evidence.look([one.change, change]) })),
      );
      return {
        ...stress,
        outcomes: looked.flatMap(({ one, seen }) =>
          seen === null ? [] : [{ candidate: one.id, ...seen }],
        ),
      };
    }),
  );
}

function plannedOf(chosen: Chosen): Planned[] {
  const { plan } = chosen;
  const { base } = plan;
  const planned: Planned[] = [];
  if (base.haproxy.enabled) {
    for (const count of FRONTPROXY_COUNTS) {
      planned.push({
        ...named(
          count === 1 ? '1 HAProxy replica' : `${count} HAProxy replicas`,
          [setting(FRONTPROXIES, count)],
          'each counts its own slots: a pod gets up to so many times maxconn',
        ),
        kind: 'haproxy-replicas',
      });
    }
    const at = busyAt(chosen);
    const fault = {
      path: 'run.faults',
      value: [{ at, pod: 0 }],
      says: `run.faults at ${at}, pod 0`,
    };
    planned.push({
      ...named(
        `a pod dies after ${at} and returns`,
        [fault],
        `HAProxy ${base.haproxy.version}: what the returning pod is handed at once`,
      ),
      kind: 'restart-overshoot',
    });
    if (base.haproxy.version !== OVERSHOOTING) {
      planned.push({
        ...named(
          `a pod dies after ${at} and returns, HAProxy ${OVERSHOOTING}`,
          [fault, setting('haproxy.version', OVERSHOOTING)],
          'before 3.2 a returning server is handed up to twice maxconn (haproxy/haproxy#2744)',
        ),
        kind: 'restart-overshoot',
      });
    }
  }
  planned.push({
    name: 'one pod less',
    note: 'as after a node is lost',
    set: [`${PODS} one less`],
    change: { overrides: [], podsLess: 1 },
    kind: 'pod-lost',
  });
  const bodies = largeBodies(base);
  if (bodies.length > 0) {
    const large = named('bodies at their p99', bodies, 'every body as large as one in a hundred');
    planned.push({ ...large, kind: 'large-bodies' });
  }
  return [...planned, ...plan.stresses.map((one) => ({ ...one, kind: 'of the policy' }))];
}

/** While the pods are busy under every required scenario: half of the shortest mean time. */
function busyAt({ plan, candidates, present }: Chosen): string {
  const required = plan.facts.scenarios.flatMap(({ name, required: is }) => (is ? [name] : []));
  const { figures } = candidates.find(({ id }) => id === present.id)!;
  const times = figures
    .filter(({ scenario }) => required.includes(scenario))
    .map(({ time }) => time.value);
  return `${Math.max(1, Math.round(Math.min(...times) / 2))}s`;
}

interface Setting {
  readonly path: string;
  readonly value: unknown;
  readonly says: string;
}

function setting(path: string, value: unknown): Setting {
  return { path, value, says: `${path} ${labelOf(value)}` };
}

/** Bodies that vary, all at their 99% quantile. */
function largeBodies({ clients }: Chosen['plan']['base']): Setting[] {
  return clients.flatMap((client, index): Setting[] => {
    if (client.kind === 'replay' || client.bodySize.law === 'constant') return [];
    const bytes = Math.round(compileLaw(client.bodySize).quantile(0.99));
    return [setting(BODY_SIZE.replace('[0]', `[${index}]`), formatBytes(bytes))];
  });
}

function named(name: string, settings: readonly Setting[], note: string): NamedChange {
  const overrides = settings.map(
    ({ path, value }): Override => ({ path, value, at: { label: name } }),
  );
  return { name, note, set: settings.map(({ says }) => says), change: { overrides, podsLess: 0 } };
}
