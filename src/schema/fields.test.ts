import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Law } from '../random/law.ts';
import { check } from './check.ts';
import {
  byteRateLaw,
  bytes,
  bytesLaw,
  cores,
  count,
  countLaw,
  flag,
  numberLaw,
  oneOf,
  seconds,
  share,
  text,
} from './fields.ts';
import { formatIssue } from './issue.ts';
import { treeOf } from './tree.ts';

const about = { doc: 'A field under test.', source: 'assumed' };

function read<T>(schema: z.ZodType<T>, value: unknown): T | string {
  const checked = check(z.strictObject({ x: schema }), treeOf({ x: value }, { label: 'test' }));
  return checked.value === null ? checked.issues.map(formatIssue).join('\n') : checked.value.x;
}

describe('a quantity', () => {
  test('is read into base units', () => {
    expect(read(seconds(about), '250ms')).toBe(0.25);
    expect(read(bytes(about), '16MB')).toBe(16e6);
    expect(read(cores(about), '500m')).toBe(0.5);
    expect(read(cores(about), 2)).toBe(2);
    expect(read(share(about), 0.5)).toBe(0.5);
  });

  test('may be a bare 0 whatever its unit, and no other bare number', () => {
    expect(read(seconds(about), 0)).toBe(0);
    expect(read(seconds(about), 30)).toBe(
      'test x: expected a duration >= 0 such as 30s, got 30; write the unit: 30s or 30ms',
    );
    expect(read(seconds(about), -30)).toBe('test x: expected a duration >= 0 such as 30s, got -30');
  });

  test('is none or auto only where the field says so', () => {
    expect(read(count({ ...about, none: true }), 'none')).toBe(Number.POSITIVE_INFINITY);
    expect(read(bytes({ ...about, auto: true }), 'auto')).toBe('auto');
    expect(read(count(about), 'none')).toBe(
      'test x: expected a whole number >= 0, got "none"; there is no unlimited here',
    );
    expect(read(count({ ...about, none: true }), 'unlimited')).toContain('; write none');
  });

  test('outside its range is refused with the range', () => {
    expect(read(count({ ...about, min: 1 }), 0)).toBe(
      'test x: expected a whole number >= 1, got 0',
    );
    expect(read(count(about), 2.5)).toBe('test x: expected a whole number >= 0, got 2.5');
    expect(read(share(about), 1.5)).toBe('test x: expected a share >= 0 and <= 1, got 1.5');
    expect(read(seconds({ ...about, above: 0 }), '0s')).toContain('expected a duration > 0');
    expect(read(seconds(about), '-3s')).toContain('got "-3s"');
    expect(read(count(about), Number.NaN)).toContain('expected a whole number');
  });

  test('in quotes or with separators is refused with what to write', () => {
    expect(read(count(about), '40')).toContain('; write 40, unquoted');
    expect(read(count(about), '1_000')).toContain('; write 1000, unquoted');
    expect(read(share(about), '50%')).toContain('; write 0.5');
  });

  test('without a default is required, with one it may be missing', () => {
    const schema = z.strictObject({
      needed: seconds(about),
      free: seconds({ ...about, default: '2m' }),
    });
    const missing = check(schema, treeOf({}, { label: 'test' }));
    expect(missing.issues.map(formatIssue)).toEqual([
      'test needed: expected a duration >= 0 such as 30s, got nothing',
    ]);
    expect(check(schema, treeOf({ needed: 0 }, { label: 'test' })).value).toEqual({
      needed: 0,
      free: 120,
    });
  });
});

describe('a word', () => {
  test('is one of a closed list, with the nearest one offered', () => {
    const schema = oneOf(['parts', 'read-all'], about);
    expect(read(schema, 'parts')).toBe('parts');
    expect(read(schema, 'Read-All')).toBe(
      'test x: expected one of parts, read-all, got "Read-All"; did you mean "read-all"?',
    );
  });

  test('that looks like a number asks for quotes', () => {
    expect(read(oneOf(['2.6', '3.2'], about), 3.2)).toContain('; quote it: "3.2"');
    expect(read(text(about), 12)).toContain('; quote it: "12"');
  });

  test('for a flag is true or false, and habits of older YAML get a hint', () => {
    expect(read(flag(about), false)).toBe(false);
    expect(read(flag({ ...about, auto: true }), 'auto')).toBe('auto');
    expect(read(flag(about), 'yes')).toContain('; write true');
    expect(read(flag(about), 'off')).toContain('; write false');
  });
});

describe('a law', () => {
  const law = (value: unknown) => read(bytesLaw(about), value) as Law;

  test('is a constant when it is a bare quantity', () => {
    expect(law('16MB')).toEqual({ law: 'constant', value: 16e6 });
    const unlimited = read(byteRateLaw({ ...about, above: 0, none: true }), 'none');
    expect(unlimited).toEqual({ law: 'constant', value: Number.POSITIVE_INFINITY });
  });

  test('is read with the units of its field', () => {
    expect(law({ law: 'exponential', mean: '16MB' })).toEqual({ law: 'exponential', mean: 16e6 });
    expect(law({ law: 'pareto', shape: 1.5, min: '1MB', max: '1GB' })).toEqual({
      law: 'pareto',
      shape: 1.5,
      min: 1e6,
      max: 1e9,
    });
    expect(law({ law: 'empirical', values: ['1MB', '2MB'] })).toEqual({
      law: 'empirical',
      values: [1e6, 2e6],
    });
    expect(read(countLaw({ ...about, min: 1 }), { law: 'uniform', min: 96, max: 160 })).toEqual({
      law: 'uniform',
      min: 96,
      max: 160,
    });
  });

  test('lognormal by mean and cv has that mean and that cv', () => {
    const read = law({ law: 'lognormal', mean: '16MB', cv: 0.5 });
    if (read.law !== 'lognormal') throw new Error('not a lognormal');
    const variance = read.sigma ** 2;
    expect(Math.exp(read.mu + variance / 2)).toBeCloseTo(16e6, 3);
    expect(Math.sqrt(Math.exp(variance) - 1)).toBeCloseTo(0.5, 12);
  });

  test('lognormal by median and sigma has those of its logarithm', () => {
    const read = law({ law: 'lognormal', median: '16MB', sigma: 1 });
    expect(read).toEqual({ law: 'lognormal', mu: Math.log(16e6), sigma: 1 });
  });

  test('mixture has weights that add up to 1, and laws inside', () => {
    const parts = [
      { weight: 9, of: '1MB' },
      { weight: 1, of: { law: 'exponential', mean: '64MB' } },
    ];
    expect(law({ law: 'mixture', parts })).toEqual({
      law: 'mixture',
      parts: [
        { weight: 0.9, of: { law: 'constant', value: 1e6 } },
        { weight: 0.1, of: { law: 'exponential', mean: 64e6 } },
      ],
    });
  });

  test.each([
    [{ law: 'exponental', mean: '1MB' }, 'x.law: expected', 'did you mean "exponential"?'],
    [{ mean: '1MB' }, 'x: expected a law: constant, exponential', ''],
    [{ law: 'exponential' }, 'x: expected mean beside law: exponential', ''],
    [{ law: 'exponential', mean: 16 }, 'x.mean: expected a size > 0', 'write the unit'],
    [
      { law: 'exponential', mena: '1MB', mean: '1MB' },
      'x.mena: expected only mean beside law: exponential',
      'mean',
    ],
    [
      { law: 'lognormal', mean: '1MB', median: '1MB', cv: 1 },
      'x: expected mean or median beside law: lognormal, not both',
      '',
    ],
    [{ law: 'lognormal', mean: '1MB' }, 'x: expected cv or sigma beside law: lognormal', ''],
    [{ law: 'uniform', min: '2MB', max: '1MB' }, 'x.max: expected a maximum above', ''],
    [{ law: 'empirical', values: [] }, 'x.values: expected a list of values', ''],
    [{ law: 'empirical', values: ['1MB', 'x'] }, 'x.values[1]: expected a size', ''],
    [{ law: 'mixture', parts: [{ weight: 0, of: '1MB' }] }, 'x.parts[0].weight: expected', ''],
    [{ law: 'mixture', parts: [{ of: '1MB' }] }, 'x.parts[0]: expected weight and of', ''],
    [
      { law: 'mixture', parts: [{ weight: 1, of: { law: 'uniform', min: 0 } }] },
      'of: expected max',
      '',
    ],
    [['1MB'], 'x: expected a size', 'empirical'],
  ])('is refused as %j', (value, message, hint) => {
    const said = String(law(value));
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  test('of counts is whole at its points, not at its mean', () => {
    const schema = countLaw({ ...about, min: 1 });
    expect(read(schema, { law: 'exponential', mean: 12.5 })).toEqual({
      law: 'exponential',
      mean: 12.5,
    });
    expect(read(schema, 2.5)).toContain('expected a whole number >= 1, or a law of such');
  });

  test('of plain numbers needs no units', () => {
    expect(read(numberLaw({ ...about, above: 0 }), 1)).toEqual({ law: 'constant', value: 1 });
  });
});
