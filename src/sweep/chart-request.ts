/** A chart as an experiment file asks for it: by name alone, or with what it is to show. */
import { type Json, type Kind, type Problem, type Reading, refuse } from '../schema/kind.ts';
import { didYouMean } from '../schema/spelling.ts';
import { NAME } from './name.ts';
import { PANEL_NAMES, type Panel, panelNamed, panelOfPair } from './panels.ts';

/** The chart that can be asked for any varied path. */
export const KNOB = 'knob';

/** What the chart `knob` is to show. */
export interface KnobRequest {
  /** null: the grid `main`, or the first that varies what is asked for. */
  readonly grid: string | null;
  /** The varied path along x; `case` for named cases. */
  readonly x: string;
  /** Varied paths drawn as lines; null: the others, as long as there are few lines. */
  readonly series: readonly string[] | null;
  /** From top to bottom; the first is what the title speaks of. */
  readonly panels: readonly Panel[];
  /** Words before the finding; empty for none. */
  readonly title: string;
}

export interface ChartRequest {
  /** Which chart. */
  readonly chart: string;
  /** Of its files; distinct within an experiment. */
  readonly name: string;
  /** Only of the chart `knob`. */
  readonly knob: KnobRequest | null;
}

const KEYS = ['chart', 'name', 'grid', 'x', 'series', 'panels', 'title'] as const;

const RANGE = 'the name of a chart, or a map such as {chart: knob, x: ..., panels: [...]}';

const word = (description: string): Json => ({ type: 'string', description });

const panelJson: Json = {
  anyOf: [
    { enum: PANEL_NAMES },
    { type: 'array', items: { enum: PANEL_NAMES }, minItems: 2, maxItems: 2 },
  ],
};

export const chartKind: Kind<ChartRequest> = {
  unit: 'any',
  range: RANGE,
  law: false,
  json: {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        properties: {
          chart: { const: KNOB, description: 'Panels over a varied path, above each other.' },
          name: { ...word('Of its files; by default knob.'), pattern: NAME.source },
          grid: word('Whose rows; by default main, or the first grid that varies x and series.'),
          x: word('A varied path, or case.'),
          series: {
            description: 'Varied paths, a line for each combination; the others are held.',
            anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
          },
          panels: {
            description: 'Statistics from top to bottom, or pairs; the title speaks of the first.',
            type: 'array',
            items: panelJson,
            minItems: 1,
          },
          title: word('Words before the finding in its title.'),
        },
        required: ['chart', 'x', 'panels'],
        additionalProperties: false,
      },
    ],
  },
  read: readChart,
  format: ({ name }) => name,
};

function readChart(raw: unknown): Reading<ChartRequest> {
  if (typeof raw === 'string') {
    return raw === KNOB
      ? refuse('a map for the chart knob', 'write {chart: knob, x: <a varied path>, panels: [...]}')
      : { value: { chart: raw, name: raw, knob: null } };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(RANGE);
  return new ChartReader(raw as Readonly<Record<string, unknown>>).read();
}

/** Reads one map and collects all that is wrong with it. */
class ChartReader {
  readonly #map: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[] = [];

  constructor(map: Readonly<Record<string, unknown>>) {
    this.#map = map;
  }

  read(): Reading<ChartRequest> {
    for (const key of Object.keys(this.#map)) {
      if (KEYS.some((known) => known === key)) continue;
      this.#refuse([key], `only ${KEYS.join(', ')}`, didYouMean(key, KEYS));
    }
    const chart = this.#text('chart', '');
    if (chart !== KNOB && this.#problems.length === 0) {
      this.#refuse(['chart'], KNOB, 'the other charts are asked for by their name alone');
    }
    const name = this.#text('name', KNOB);
    if (!NAME.test(name)) this.#refuse(['name'], 'a name of letters, digits, - and _');
    const knob: KnobRequest = {
      grid: this.#map.grid === undefined ? null : this.#text('grid', ''),
      x: this.#text('x', null),
      series: this.#series(),
      panels: this.#panels(),
      title: this.#text('title', ''),
    };
    if (this.#problems.length > 0) return { problems: this.#problems };
    return { value: { chart, name, knob } };
  }

  /** @param byDefault null where the key must be there */
  #text(key: string, byDefault: string | null): string {
    const raw = this.#map[key];
    if (typeof raw === 'string') return raw;
    if (raw !== undefined) this.#refuse([key], 'text');
    else if (byDefault === null) this.#refuse([], `${key} for the chart knob`);
    return byDefault ?? '';
  }

  #series(): readonly string[] | null {
    const raw = this.#map.series;
    if (raw === undefined) return null;
    const paths = Array.isArray(raw) ? raw : [raw];
    if (paths.every((path) => typeof path === 'string')) return paths;
    this.#refuse(['series'], 'a varied path, or a list of such');
    return null;
  }

  #panels(): readonly Panel[] {
    const raw = this.#map.panels;
    if (!Array.isArray(raw) || raw.length === 0) {
      this.#refuse(raw === undefined ? [] : ['panels'], 'panels: a list of statistics');
      return [];
    }
    return raw.flatMap((entry, index) => this.#panel(entry, ['panels', index]) ?? []);
  }

  #panel(raw: unknown, path: readonly (string | number)[]): Panel | null {
    if (!Array.isArray(raw)) return this.#statistic(raw, path);
    const [first, second, ...more] = raw.map((entry, k) => this.#statistic(entry, [...path, k]));
    if (first === null || second === null) return null;
    const pair = first && second && more.length === 0 ? panelOfPair(first, second) : null;
    if (pair === null) this.#refuse(path, 'two statistics of one unit, one column each');
    return pair;
  }

  #statistic(raw: unknown, path: readonly (string | number)[]): Panel | null {
    const panel = typeof raw === 'string' ? panelNamed(raw) : null;
    const hint = didYouMean(raw, PANEL_NAMES) || 'the columns of rows.csv, or peak_memory, latency';
    if (panel === null) this.#refuse(path, 'a statistic of the rows', hint);
    return panel;
  }

  #refuse(path: readonly (string | number)[], expected: string, hint = ''): void {
    this.#problems.push({ path, expected, hint });
  }
}
