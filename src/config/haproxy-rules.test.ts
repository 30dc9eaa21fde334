import { describe, expect, test } from 'vitest';
import { modelFrom } from './config.ts';

const FULLCONN = 'haproxy.fullconn: expected a whole number, because haproxy.minconn is set';

describe('rules between HAProxy settings', () => {
  test('minconn needs a maxconn that is not below it', () => {
    const make = (haproxy: object) => () => modelFrom({ haproxy: { fullconn: 100, ...haproxy } });
    expect(make({ minconn: 5 })).toThrow(
      'haproxy.maxconn: expected a whole number, because haproxy.minconn is set',
    );
    expect(make({ minconn: 5, maxconn: 3 })).toThrow(
      'haproxy.minconn: expected at most 3, the haproxy.maxconn, got 5',
    );
    expect(make({ minconn: 5, maxconn: 5 })().haproxy.minconn).toBe(5);
  });

  test('minconn needs a fullconn, or the maxconn of a frontend to take it from', () => {
    const make = (haproxy: object) => () =>
      modelFrom({ haproxy: { minconn: 2, maxconn: 5, ...haproxy } });
    expect(make({})).toThrow(FULLCONN);
    expect(make({ frontend: { maxconn: 100 } })().haproxy.fullconn).toBe('auto');
  });

  test('weights name pods that exist', () => {
    expect(() => modelFrom({ haproxy: { weights: [{ pod: 3, weight: 2 }] } })).toThrow(
      'haproxy.weights[0].pod: expected a pod from 0 to 2, got 3',
    );
  });

  test('redispatch is a flag or an interval', () => {
    const redispatch = (value: unknown) =>
      modelFrom({}, { 'haproxy.redispatch': value }).haproxy.redispatch;
    expect([true, false, 2, -1].map(redispatch)).toEqual([true, false, 2, -1]);
    expect(() => redispatch('sometimes')).toThrow('true or false, or a whole number >= -100');
    expect(() => redispatch(0.5)).toThrow('true or false, or a whole number >= -100');
  });
});
