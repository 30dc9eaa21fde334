import { expect, it } from 'vitest';
import { varied } from './example-results.fixture.ts';
import { knobAxis } from './knob-axis.ts';

const maxconn = varied('haproxy.maxconn', 'count', [5, 10, 40, null]);

it('tested values are evenly spaced and others lie between their neighbours', () => {
  const axis = knobAxis(maxconn, 400);
  expect([5, 10, 25, 40, null].map(axis.position)).toEqual([0, 1, 1.5, 2, 3]);
});

it('a value beyond the tested ones has no place', () => {
  const axis = knobAxis(maxconn, 400);
  expect([4, 41, 'text'].map(axis.position)).toEqual([null, null, null]);
});

it('labels shrink and then tilt where they would touch', () => {
  const angle = (width: number) => {
    const axis = knobAxis(maxconn, width).encoding('x', null).axis;
    return (axis as Record<string, unknown>).labelAngle;
  };
  expect([400, 70].map(angle)).toEqual([0, -45]);
});
