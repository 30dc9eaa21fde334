/** What becomes of the chosen and of the present setting in worse circumstances. */
import type { Override } from '../config/override.ts';
import { compileLaw } from '../random/sampler.ts';
import { labelOf } from '../sweep/cell.ts';
import { BODY_SIZE, FRONTPROXIES, PODS } from '../sweep/paths.ts';
import { formatBytes } from '../units/bytes.ts';
import type { NamedChange } from './planned-changes.ts';
import type { ScenarioFacts } from './policy-facts.ts';
import type { Chosen } from './recommend.ts';
import { DYING_POD, middleOfCrowd } from './returning-pod.ts';
import type { Stress } from './what-if.ts';

interface Planned extends NamedChange {
  readonly kind: string;
}

const RETURNING = 'restart-overshoot';
/**
 * rclone's --low-level-retries. Who gives up at once is gone before the pod is back: while it
 * refuses connections a whole flood can end in them.
 */
const ATTEMPTS = 10;

/** Frontproxies that are always looked at. */
const FRONTPROXY_COUNTS = [1, 2, 3];
/** The last before the correction of haproxy/haproxy#2744. */
const OVERSHOOTING = '2.6';
/** Of a time that is given. */
const DIGITS = 2;

export async function stressesOf(chosen: Chosen): Promise<Stress[]> {
  const { evidence, subject, present } = chosen;
  const settings = subject.id === present.id ? [subject] : [subject, present];
  return Promise.all(
    (await plannedOf(chosen)).map(async ({ change, ...stress }): Promise<Stress> => {
      const looked = await Promise.all(
        settings.map(async ({ id, change: setting }) => {
          const isAsked = (scenario: ScenarioFacts) => isApart(change, scenario);
          const seen = await evidence.look([setting, change], isAsked);
          if (seen === null) return [];
          const { notExercised, ...outcome } = seen;
          const tested = stress.kind === RETURNING ? { notExercised } : {};
          return [{ candidate: id, ...outcome, ...tested }];
        }),
      );
      return { ...stress, outcomes: looked.flat() };
    }),
  );
}

/** A pod that a scenario has lost already is not lost a second time. */
function isApart(change: NamedChange['change'], { podsLess }: ScenarioFacts): boolean {
  return change.podsLess === 0 || podsLess === 0;
}

async function plannedOf(chosen: Chosen): Promise<Planned[]> {
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
    planned.push(...(await returning(chosen)));
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

/** Clients come back while a pod is away, or it returns to nobody. */
async function returning(chosen: Chosen): Promise<Planned[]> {
  const { base } = chosen.plan;
  const retries = retrying(base);
  const at = await busyAt(chosen, retries);
  if (at === null) return [];
  const fault: Setting = {
    path: 'run.faults',
    value: [{ at, pod: DYING_POD }],
    says: `run.faults at ${at}, pod ${DYING_POD}`,
  };
  const name = `a pod dies after ${at} and returns`;
  const note = `HAProxy ${base.haproxy.version}: what the returning pod is handed at once`;
  const own = { ...named(name, [fault, ...retries], note), kind: RETURNING };
  if (base.haproxy.version === OVERSHOOTING) return [own];
  const old = named(
    `${name}, HAProxy ${OVERSHOOTING}`,
    [fault, ...retries, setting('haproxy.version', OVERSHOOTING)],
    'before 3.2 a returning server is handed up to twice maxconn (haproxy/haproxy#2744)',
  );
  return [own, { ...old, kind: RETURNING }];
}

/** In the middle of the crowd in the pod, the earliest of both settings and all scenarios [s]. */
async function busyAt(
  { evidence, subject, present }: Chosen,
  retries: readonly Setting[],
): Promise<string | null> {
  const { change } = named('retries', retries, '');
  const courses = await Promise.all(
    [subject, present].map((one) => evidence.coursesOf([one.change, change])),
  );
  const times = courses.flat().flatMap(({ run }) => middleOfCrowd(run) ?? []);
  return times.length === 0 ? null : `${Number(Math.min(...times).toPrecision(DIGITS))}s`;
}

/** Populations that give up at the first failure. */
function retrying({ clients }: Chosen['plan']['base']): Setting[] {
  return clients.flatMap(({ retry }, index) =>
    retry.attempts > 1 ? [] : [setting(`clients[${index}].retry.attempts`, ATTEMPTS)],
  );
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
