import { describe, expect, test } from 'vitest';
import { modelFrom } from './config.ts';

const make = (client: object) => () =>
  modelFrom({ clients: [{ kind: 'open', rate: '4/s', ...client }], run: { horizon: '1m' } });

describe('the arrivals of an open population', () => {
  test('have the steps of their schedule in order', () => {
    const step = (at: string) => ({ at, rate: '1/s' });
    expect(make({ schedule: [step('0s'), step('10s'), step('20s')] })).not.toThrow();
    expect(make({ schedule: [step('5s'), step('10s'), step('10s')] })).toThrow(
      'model clients[0].schedule[2].at: expected a time after that of the step before, got "10s"',
    );
  });

  test('have bursts between their silences', () => {
    expect(make({ bursts: { on: '10s', off: '1m' } })).not.toThrow();
    expect(make({ bursts: { on: '10s' } })).not.toThrow();
    for (const off of ['1m', { law: 'exponential', mean: '1m' }]) {
      expect(make({ bursts: { off } })).toThrow(
        'model clients[0].bursts.on: expected a duration, because bursts.off is set, got nothing; for example 10s',
      );
    }
    expect(make({ bursts: { on: '0s' } })).toThrow('clients[0].bursts.on: expected a duration > 0');
  });
});

test('a replay ends by itself and needs no horizon', () => {
  const trace = [{ at: '1s', method: 'PUT', bytes: '1MB' }];
  expect(modelFrom({ clients: [{ kind: 'replay', trace }] }).run.horizon).toBe(
    Number.POSITIVE_INFINITY,
  );
});

test('a replay has no sizes of its own beside its trace', () => {
  const trace = [{ at: '1s', method: 'PUT', bytes: '1MB' }];
  expect(() => modelFrom({ clients: [{ kind: 'replay', trace, bodySize: '1MB' }] })).toThrow(
    'model clients[0].bodySize: unknown key "bodySize"',
  );
});
