import { expect, it } from 'vitest';
import { betaCdf, betaQuantile } from './beta.ts';
import { logGamma } from './log-gamma.ts';
import { normalScore } from './normal-score.ts';
import { studentTQuantile } from './student-t.ts';

// All references: mpmath 1.3 at 40 digits, rounded to doubles.

const relative = (value: number, reference: number) => Math.abs(value / reference - 1);

it.each([
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [1.5, -0.12078223763524522],
  [3.7, 1.428072326665388],
  [10, 12.801827480081469],
  [100.5, 361.4355404677776],
  [1e4, 82099.71749644238],
  [1e6, 12815504.569147611],
])('logGamma(%f) is right to 5e-15', (x, reference) => {
  expect(relative(logGamma(x), reference)).toBeLessThan(5e-15);
});

it.each([
  [0.3, 2, 5, 0.5798249999999999],
  [0.01, 1, 100, 0.6339676587267705],
  [0.5, 0.5, 0.5, 0.5],
  [0.999, 50, 0.5, 0.7523690199653766],
  [0.02, 20, 980, 0.5288467221457419],
  [0.51, 5000, 5000, 0.9772579676754255],
  [1e-6, 1, 1e6, 0.6321207427683548],
  [0.9, 1000, 100, 0.14747917625807305],
])('betaCdf(%f; %f, %f) is right to what its parameters leave of the digits', (x, a, b, p) => {
  // The scale is a difference of logarithms of gamma functions, each of about (a + b) ln(a + b).
  const lost = 10 + (a + b) * Math.log(a + b);
  expect(relative(betaCdf(x, a, b), p)).toBeLessThan(lost * 2 ** -52);
});

it.each([
  [0.025, 1, 100, 0.00025314603297742064],
  [0.975, 1, 100, 0.03621669264517641],
  [0.025, 3, 98, 0.006229971538306394],
  [0.975, 4, 97, 0.08517605297428002],
  [0.025, 50, 51, 0.398321129503301],
  [0.975, 1, 1000, 0.003682083896865671],
  [0.025, 10, 9991, 0.0004796397237710769],
  [0.975, 11, 9990, 0.00183826413421062],
  [0.25, 0.5, 0.5, 0.14644660940672624],
  [0.025, 500, 500, 0.4690322624145974],
])('betaQuantile(%f; %f, %f) is right to 1e-11', (p, a, b, x) => {
  expect(relative(betaQuantile(p, a, b), x)).toBeLessThan(1e-11);
});

it.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.975, 5, 2.5705818356363146],
  [0.975, 9, 2.262157162798205],
  [0.975, 29, 2.045229642132704],
  [0.975, 99, 1.9842169515864172],
  [0.975, 1000, 1.962339080826408],
  [0.995, 4, 4.604094871349992],
  [0.9, 3, 1.6377443536962104],
  [0.75, 10, 0.6998120613124317],
  [0.9995, 1, 636.6192487687897],
  [0.9995, 30, 3.6459586350420627],
])('studentTQuantile(%f, %i) is right to 1e-12, and odd about one half', (p, degrees, t) => {
  expect(relative(studentTQuantile(p, degrees), t)).toBeLessThan(1e-12);
  expect(studentTQuantile(1 - p, degrees)).toBeCloseTo(-t, 8);
});

it.each([
  [0.5, 0.6744897501960817],
  [0.8, 1.2815515655446006],
  [0.9, 1.6448536269514729],
  [0.95, 1.9599639845400538],
  [0.99, 2.5758293035489004],
  [0.999, 3.2905267314918945],
  [0.999999, 4.891638475692932],
])('normalScore(%f) is right to 1e-9', (level, z) => {
  expect(relative(normalScore(level), z)).toBeLessThan(1e-9);
  if (level <= 0.99) expect(relative(normalScore(level), z)).toBeLessThan(1e-13);
});

it('the ends of every distribution are its ends', () => {
  expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3)]).toEqual([0, 1]);
  expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1]);
  expect([studentTQuantile(0.5, 4), studentTQuantile(1, 4)]).toEqual([0, Infinity]);
  expect(normalScore(0)).toBe(0);
});
