/** The house rules that a machine can hold: who may import whom, and what may stand where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = dirname(fileURLToPath(import.meta.url));

/** Rooms and the rooms they may import from; what is absent is forbidden. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  units: [],
  kernel: [],
  random: [],
  stats: [],
  theory: [],
  schema: ['units', 'random'],
  flow: ['kernel'],
  stations: ['kernel'],
  request: ['kernel'],
  observe: ['request', 'kernel'],
  clients: ['request', 'kernel', 'random', 'schema'],
  haproxy: ['stations', 'request', 'kernel', 'random', 'schema'],
  pod: ['flow', 'stations', 'request', 'kernel', 'random', 'schema'],
  upstream: ['stations', 'kernel', 'random', 'schema'],
  config: ['clients', 'haproxy', 'pod', 'upstream', 'schema', 'units'],
  simulation: [
    'config',
    'clients',
    'haproxy',
    'pod',
    'upstream',
    'observe',
    'stations',
    'request',
    'random',
    'kernel',
    'stats',
    'theory',
  ],
  swarm: ['simulation', 'config', 'haproxy', 'pod'],
  naive: [],
  rare: ['config', 'simulation', 'observe', 'random', 'stats'],
  verify: ['config', 'rare', 'random', 'simulation', 'stats', 'swarm', 'theory'],
  conformance: ['config', 'observe', 'pod', 'schema', 'stats', 'theory'],
  fit: ['conformance', 'config', 'observe', 'schema', 'stats'],
  sweep: [
    'fit',
    'conformance',
    'simulation',
    'config',
    'haproxy',
    'pod',
    'observe',
    'request',
    'stats',
    'random',
    'schema',
    'units',
    'theory',
    'verify',
  ],
  decide: ['sweep', 'config', 'request', 'schema', 'stats', 'units'],
  recommend: [
    'decide',
    'sweep',
    'config',
    'observe',
    'request',
    'schema',
    'stats',
    'random',
    'units',
  ],
  plots: ['recommend', 'conformance', 'sweep', 'observe', 'stats', 'units'],
  report: ['decide', 'conformance', 'sweep', 'units', 'plots'],
  evidence: ['recommend', 'report', 'plots', 'sweep', 'units'],
  cli: [
    'evidence',
    'recommend',
    'decide',
    'rare',
    'verify',
    'swarm',
    'fit',
    'sweep',
    'plots',
    'report',
    'config',
    'observe',
    'request',
    'stats',
    'schema',
    'units',
  ],
};

/** Rooms that know nothing of what is simulated: no word of HTTP, HAProxy or Kubernetes. */
const GENERAL = ['kernel', 'random', 'stations', 'flow', 'stats'];
const DOMAIN_WORDS = /\b(http|haproxy|uvicorn|kubernetes|kubelet|maxconn|pods?)\b/i;

/** Rooms that must run without Node. */
const BELOW_SWEEP = Object.keys(MAY_IMPORT).slice(0, Object.keys(MAY_IMPORT).indexOf('sweep'));

interface Source {
  file: string;
  room: string;
  isTest: boolean;
  text: string;
}

const sources: Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => ({
    file,
    room: file.split('/')[0]!,
    isTest: /\.(test|properties|fixture)\.ts$/.test(file),
    text: readFileSync(join(SRC, file), 'utf8'),
  }));

const shipped = sources.filter(({ isTest }) => !isTest);

function importsOf({ text }: Source): string[] {
  const from = /(?:from|import)\s*\(?\s*'([^']+)'/g;
  return [...text.matchAll(from)].map((match) => match[1]!);
}

/** Room of a relative import, or null for a package. */
function roomOf({ file }: Source, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return relative(SRC, join(SRC, dirname(file), specifier)).split('/')[0]!;
}

describe('the house', () => {
  it('has every source file in a room of the table', () => {
    const strays = sources.filter(
      ({ file, room }) => file !== 'tidy.test.ts' && !(room in MAY_IMPORT),
    );
    expect(strays.map(({ file }) => file)).toEqual([]);
  });

  it('imports only along the table', () => {
    const breaches = shipped.flatMap((source) =>
      importsOf(source)
        .map((specifier) => ({ specifier, to: roomOf(source, specifier) }))
        .filter(
          ({ to }) => to !== null && to !== source.room && !MAY_IMPORT[source.room]!.includes(to),
        )
        .map(({ specifier }) => `${source.file} -> ${specifier}`),
    );
    expect(breaches).toEqual([]);
  });

  it('has no permission in the table that nobody needs', () => {
    const used = new Set(
      shipped.flatMap((source) =>
        importsOf(source).map((specifier) => `${source.room} -> ${roomOf(source, specifier)}`),
      ),
    );
    const unused = Object.entries(MAY_IMPORT).flatMap(([room, lower]) =>
      lower.map((each) => `${room} -> ${each}`).filter((permission) => !used.has(permission)),
    );
    expect(unused).toEqual([]);
  });

  it('has a table without cycles', () => {
    const order: string[] = [];
    const visit = (room: string, path: readonly string[]): void => {
      expect(path, `cycle: ${[...path, room].join(' -> ')}`).not.toContain(room);
      if (order.includes(room)) return;
      for (const lower of MAY_IMPORT[room]!) visit(lower, [...path, room]);
      order.push(room);
    };
    for (const room of Object.keys(MAY_IMPORT)) visit(room, []);
    expect(order).toHaveLength(Object.keys(MAY_IMPORT).length);
  });

  it('takes options.ts alone from the rooms of the path in config', () => {
    const path = ['clients', 'haproxy', 'pod', 'upstream'];
    const deep = shipped
      .filter(({ room }) => room === 'config')
      .flatMap((source) =>
        importsOf(source)
          .filter((specifier) => path.includes(roomOf(source, specifier) ?? ''))
          .filter((specifier) => !specifier.endsWith('/options.ts'))
          .map((specifier) => `${source.file} -> ${specifier}`),
      );
    expect(deep).toEqual([]);
  });

  it('has a second implementation that shares with the first only what goes in', () => {
    const compares = /(\.test|\/compare\.fixture)\.ts$/;
    const shared = sources
      .filter(({ room, file }) => room === 'naive' && !compares.test(file))
      .flatMap((source) => importsOf(source).map((specifier) => roomOf(source, specifier)));
    expect([...new Set(shared)].sort()).toEqual(['config', 'naive', 'random', 'request']);
  });

  it('touches the outside world in cli alone, and threads in sweep/pool.ts alone', () => {
    const outside = shipped.flatMap((source) =>
      importsOf(source)
        .filter((specifier) => specifier.startsWith('node:') || specifier === 'piscina')
        // A hash is a pure function; nothing below sweep has one, so the kernel runs in a browser.
        .filter((specifier) => specifier !== 'node:crypto' || BELOW_SWEEP.includes(source.room))
        .filter(() => source.room !== 'cli' && source.file !== 'sweep/pool.ts')
        // What a thread begins with tells V8 how to compile what the thread runs.
        .filter((specifier) => source.file !== 'sweep/worker.ts' || specifier !== 'node:v8')
        .map((specifier) => `${source.file} -> ${specifier}`),
    );
    expect(outside).toEqual([]);
    const globals = shipped
      .filter(({ room, file }) => room !== 'cli' && file !== 'sweep/pool.ts')
      .filter(({ text }) => /\b(process|console)\.\w/.test(text));
    expect(globals.map(({ file }) => file)).toEqual([]);
  });

  it('draws from seeded streams alone and reads no clock outside cli', () => {
    const chance = sources.filter(({ file }) => file !== 'tidy.test.ts');
    expect(chance.filter(({ text }) => text.includes('Math.random')).map((s) => s.file)).toEqual(
      [],
    );
    const clocks = shipped
      .filter(({ room }) => room !== 'cli')
      .filter(({ text }) => /\bDate\b|performance\.now|hrtime/.test(text));
    expect(clocks.map(({ file }) => file)).toEqual([]);
  });

  it('uses no word of the domain in its general rooms', () => {
    const slips = shipped
      .filter(({ room }) => GENERAL.includes(room))
      .filter(({ text }) => DOMAIN_WORDS.test(text.replaceAll(/https?:/g, '')));
    expect(slips.map(({ file }) => file)).toEqual([]);
  });

  it('has no barrel and no file named for nothing', () => {
    const vague = sources.filter(({ file }) =>
      /(^|\/)(index|utils?|helpers?|common|misc)\.ts$/.test(file),
    );
    expect(vague.map(({ file }) => file)).toEqual([]);
  });

  it('leaves nothing for later in its sources', () => {
    const later = new RegExp(['TO', 'DO|FIX', 'ME|\\.(only|skip)\\('].join(''));
    expect(sources.filter(({ text }) => later.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
