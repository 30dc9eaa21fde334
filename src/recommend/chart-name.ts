/** What a knob is called in the values of a chart, and what the chart counts it in. */
import { type Json, type Kind, type Problem, type Reading, refuse } from '../schema/kind.ts';
import { didYouMean } from '../schema/spelling.ts';
import { BYTE_UNITS } from '../units/bytes.ts';

export interface ChartName {
  /** `frontproxy.maxConnPerPod`, or none. */
  readonly name: string;
  /** Of a plain number of bytes; null: the value is said with its own unit. */
  readonly unit: string | null;
}

const KEYS = ['name', 'unit'];
const RANGE = 'a name in the values of the chart, none, or a map such as {name: ..., unit: MiB}';

const json: Json = {
  anyOf: [
    { type: 'string', minLength: 1 },
    {
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, description: 'In the values of the chart.' },
        unit: { enum: BYTE_UNITS, description: 'What its plain number counts.' },
      },
      required: KEYS,
      additionalProperties: false,
    },
  ],
};

export const chartNameKind: Kind<ChartName> = {
  unit: 'any',
  range: RANGE,
  law: false,
  json,
  read: readChartName,
  format: ({ name, unit }) => (unit === null ? name : `{name: ${name}, unit: ${unit}}`),
};

function readChartName(raw: unknown): Reading<ChartName> {
  if (typeof raw === 'string' && raw !== '') return { value: { name: raw, unit: null } };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(RANGE);
  const { name, unit, ...others } = raw as Readonly<Record<string, unknown>>;
  const problems: Problem[] = Object.keys(others).map((key) => ({
    path: [key],
    expected: `only ${KEYS.join(' and ')}`,
    hint: didYouMean(key, KEYS),
  }));
  if (typeof name !== 'string' || name === '' || name === 'none') {
    const expected = 'name: in the values of the chart';
    problems.push({ path: name === undefined ? [] : ['name'], expected, hint: '' });
  }
  if (typeof unit !== 'string' || !BYTE_UNITS.includes(unit)) {
    const expected = `unit: one of ${BYTE_UNITS.join(', ')}`;
    problems.push({ path: unit === undefined ? [] : ['unit'], expected, hint: '' });
  }
  return problems.length > 0 ? { problems } : { value: { name: `${name}`, unit: `${unit}` } };
}
