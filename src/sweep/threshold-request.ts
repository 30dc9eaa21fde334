/** A threshold as an experiment file asks for it: a requirement alone, or with where it holds. */
import { type Json, type Kind, type Problem, type Reading, refuse } from '../schema/kind.ts';
import { didYouMean } from '../schema/spelling.ts';
import { type Requirement, readRequirement, requirementKind } from './requirement.ts';

export interface ThresholdRequest {
  /** null: the first grid that varies what `at` names, `main` before others. */
  readonly grid: string | null;
  /** Values of varied paths; a list is any of them. */
  readonly at: Readonly<Record<string, unknown>>;
  readonly require: Requirement;
}

const KEYS = ['require', 'at', 'grid'] as const;
const RANGE = `${requirementKind.range}, or a map such as {at: {haproxy.maxconn: 40}, require: ...}`;

const json: Json = {
  anyOf: [
    requirementKind.json,
    {
      type: 'object',
      properties: {
        require: requirementKind.json,
        at: { type: 'object', description: 'Values of varied paths; a list is any of them.' },
        grid: { type: 'string', description: 'By default main, or the first that varies these.' },
      },
      required: ['require'],
      additionalProperties: false,
    },
  ],
};

export const thresholdKind: Kind<ThresholdRequest> = {
  unit: 'any',
  range: RANGE,
  law: false,
  json,
  read: readThreshold,
  format: ({ require }) => require.text,
};

function readThreshold(raw: unknown): Reading<ThresholdRequest> {
  if (typeof raw === 'string') {
    const reading = readRequirement(raw);
    if ('problems' in reading) return reading;
    return { value: { grid: null, at: {}, require: reading.value } };
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(RANGE);
  const map = raw as Readonly<Record<string, unknown>>;
  const problems: Problem[] = Object.keys(map)
    .filter((key) => !KEYS.some((known) => known === key))
    .map((key) => ({
      path: [key],
      expected: `only ${KEYS.join(', ')}`,
      hint: didYouMean(key, KEYS),
    }));
  const { grid = null, at = {} } = map;
  if (grid !== null && typeof grid !== 'string') {
    problems.push({ path: ['grid'], expected: 'the name of a grid', hint: '' });
  }
  if (typeof at !== 'object' || at === null || Array.isArray(at)) {
    const expected = 'a map of varied paths, such as {haproxy.maxconn: 40}';
    problems.push({ path: ['at'], expected, hint: '' });
  }
  const reading = map.require === undefined ? refuse('require:') : readRequirement(map.require);
  if ('problems' in reading) {
    const path = map.require === undefined ? [] : ['require'];
    problems.push(...reading.problems.map((each) => ({ ...each, path })));
    return { problems };
  }
  if (problems.length > 0) return { problems };
  const require = reading.value;
  return { value: { grid: grid as string | null, at: at as ThresholdRequest['at'], require } };
}
