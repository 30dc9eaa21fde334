/** Clients of the random systems: every kind of population, with good manners or without. */

export type Pick = <T>(...values: readonly T[]) => T;

/** @param populations how many share the 200 requests */
export function randomClient(pick: Pick, populations: 1 | 2): Record<string, unknown> {
  const manner = {
    // Equal paces would let parts of bodies that started together end together for ever.
    pace: pick<unknown>(
      'none',
      { law: 'uniform', min: '1MB/s', max: '4MB/s' },
      { law: 'lognormal', mean: '20MB/s', cv: 2 },
    ),
    catchUp: pick(false, false, true),
    startJitter: { law: 'uniform', min: '0s', max: pick('0.1s', '2s') },
    ...manners(pick),
  };
  const kind = pick('closed', 'closed', 'open', 'wave', 'replay');
  if (kind === 'replay') return { ...manner, kind, ...trace(pick, 60 / populations) };
  const content = {
    ...manner,
    method: pick(...METHODS),
    getShare: pick(0, 0, 0.3, 0.5, 1),
    bodySize: bodySize(pick),
    responseSize: bodySize(pick),
  };
  if (kind === 'open') return { ...content, kind, ...arrivals(pick, populations) };
  if (kind === 'wave') {
    const workers = pick(1, 10, 25, 50);
    return { ...content, kind, workers, waves: pick(1, 2), period: pick('1.907s', '23.11s') };
  }
  return {
    ...content,
    kind,
    workers: pick<unknown>(1, 3, 12, 40, 80, { law: 'uniform', min: 5, max: 60 }),
    requests: pick(30, 60, 100, 200) / populations,
    pauseAfterFailure: pick<unknown>('0s', { law: 'uniform', min: '8ms', max: '12ms' }),
    thinkTime: pick<unknown>('0s', { law: 'exponential', mean: '1s' }),
  };
}

const METHODS = ['PUT', 'PUT', 'PUT', 'POST', 'GET', 'HEAD', 'DELETE'];

/** Arrivals stop at the horizon of 5 s: 190 are 4 standard deviations off at these rates. */
function arrivals(pick: Pick, populations: 1 | 2): Record<string, unknown> {
  const rate = populations === 1 ? pick('1/s', '10/s', '28/s') : pick('1/s', '10/s');
  const steps = [
    { at: '503.9ms', rate: '30/s' },
    { at: '1.913s', rate: '0/s' },
    { at: '3.307s', rate: '5/s' },
  ];
  return {
    rate,
    schedule: pick<unknown>([], [], steps),
    bursts: pick<unknown>({}, {}, { on: '211.1ms', off: { law: 'exponential', mean: '300ms' } }),
  };
}

/** A trace whose times and sizes are drawn as the system is. */
function trace(pick: Pick, rows: number): Record<string, unknown> {
  const digit = () => pick(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const number = () => Number(`0.${digit()}${digit()}${digit()}${digit()}`);
  const row = () => ({
    at: `${6 * number()}s`,
    method: pick(...METHODS),
    bytes: `${Math.round(pick(1e4, 1e6, 2e7) * number())}B`,
  });
  return { trace: Array.from({ length: rows }, row), speed: pick(1, 1, 3.1) };
}

/** Patience, retries and bad manners; most systems have few of them. */
function manners(pick: Pick): Record<string, unknown> {
  return {
    patience: pick<unknown>(
      'none',
      'none',
      { law: 'uniform', min: '40ms', max: '60ms' },
      { law: 'exponential', mean: '1s' },
      { law: 'exponential', mean: '6s' },
    ),
    retry: pick<unknown>(
      {},
      {},
      { attempts: 3, base: '50ms', cap: '1s' },
      { attempts: 4, base: '107.3ms', budget: 0.2, reserve: 2 },
      {
        attempts: 2,
        base: '61.7ms',
        jitter: 'none',
        on: ['killed', 'no_server', 'client_gave_up'],
      },
    ),
    multipart: pick<unknown>(
      {},
      {},
      {},
      { partSize: '1.1MB', concurrency: 3 },
      { partSize: '5MiB' },
    ),
    expect: pick<unknown>({}, {}, { enabled: true }, { enabled: true, wait: '97.1ms' }),
    keepAlive: pick(false, true),
    stall: pick<unknown>(
      {},
      {},
      { share: 0.3, after: upTo('1MB'), for: { law: 'exponential', mean: '700ms' } },
      { share: 0.5, after: upTo('20kB'), for: { law: 'exponential', mean: '3s' } },
      { share: 0.2, after: '0B', for: 'none' },
    ),
  };
}

function upTo(max: string): unknown {
  return { law: 'uniform', min: '0B', max };
}

function bodySize(pick: Pick): unknown {
  return pick<unknown>(
    '0B',
    { law: 'exponential', mean: '10kB' },
    { law: 'exponential', mean: '100kB' },
    { law: 'exponential', mean: '4MB' },
    { law: 'lognormal', median: '16MB', sigma: 1 },
    { law: 'lognormal', median: '16MB', sigma: 0.2 },
    { law: 'uniform', min: '0B', max: '32MB' },
  );
}
