/** `{draws: 20, runs: 2}`, or `none`: what the second figure of P(OOM) may cost a point. */
import { type Kind, type Reading, refuse } from '../schema/kind.ts';
import { didYouMean } from '../schema/spelling.ts';
import type { UncertaintySpec } from './plan-unknowns.ts';

const KEYS = ['draws', 'runs'] as const;
const MOST = 10_000;
const RANGE = 'none, or a map such as {draws: 20, runs: 2}';

const whole = { type: 'integer', minimum: 1, maximum: MOST };

export const uncertaintyKind: Kind<UncertaintySpec> = {
  unit: 'any',
  range: RANGE,
  law: false,
  json: {
    anyOf: [
      { const: 'none' },
      {
        type: 'object',
        properties: { draws: whole, runs: whole },
        required: KEYS,
        additionalProperties: false,
      },
    ],
  },
  read,
  format: (value) => (value === null ? 'none' : `{draws: ${value.draws}, runs: ${value.runs}}`),
};

function read(raw: unknown): Reading<UncertaintySpec> {
  if (raw === 'none') return { value: null };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(RANGE);
  const map = raw as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(map).filter((key) => !KEYS.some((known) => known === key));
  const wrong = KEYS.filter((key) => !isCount(map[key]));
  if (unknown.length > 0 || wrong.length > 0) {
    return {
      problems: [
        ...unknown.map((key) => ({
          path: [key],
          expected: `only ${KEYS.join(', ')}`,
          hint: didYouMean(key, KEYS),
        })),
        ...wrong.map((key) => ({
          path: map[key] === undefined ? [] : [key],
          expected: `${map[key] === undefined ? `${key}: ` : ''}a whole number from 1 to ${MOST}`,
          hint: '',
        })),
      ],
    };
  }
  return { value: { draws: map.draws as number, runs: map.runs as number } };
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST;
}
