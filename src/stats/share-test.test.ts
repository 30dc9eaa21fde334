import { expect, test } from 'vitest';
import { sfc32 } from './lindley.fixture.ts';
import { ShareTest } from './share-test.ts';

const OPTIONS = { bound: 0.2, room: 0.5, accept: 0.05, reject: 0.02 };

function decide(next: () => number, options = OPTIONS): ShareTest {
  const one = new ShareTest(options);
  while (one.verdict === null) one.add(next());
  return one;
}

test('yes and no are decided as the sequential probability ratio test decides them', () => {
  const next = sfc32(1);
  const one = new ShareTest(OPTIONS);
  let [yes, no] = [0, 0];
  while (one.verdict === null) {
    const isYes = next() < 0.14;
    one.add(isYes ? 1 : 0);
    if (isYes) yes++;
    else no++;
  }
  const ratio = yes * Math.log(0.1 / 0.2) + no * Math.log(0.9 / 0.8);
  if (one.verdict === 'holds') expect(ratio).toBeGreaterThanOrEqual(-Math.log(0.05));
  else expect(-ratio).toBeGreaterThanOrEqual(-Math.log(0.02));
  expect(one.count).toBe(yes + no);
});

test('the errors are no more frequent than stated, at the bound and at its part', () => {
  const next = sfc32(2);
  const errors = (p: number, wrong: string) => {
    let seen = 0;
    for (let k = 0; k < 4000; k++) {
      if (decide(() => (next() < p ? 1 : 0)).verdict === wrong) seen++;
    }
    return seen / 4000;
  };
  // Of 4000 at most the share and four standard errors; and not idly few either.
  expect(errors(0.2, 'holds')).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / 4000));
  expect(errors(0.2, 'holds')).toBeGreaterThan(0.02);
  expect(errors(0.1, 'fails')).toBeLessThan(0.02 + 4 * Math.sqrt((0.02 * 0.98) / 4000));
  expect(errors(0.1, 'fails')).toBeGreaterThan(0.005);
});

test('values in between decide sooner than the yes and no they are the chances of', () => {
  const next = sfc32(3);
  const [shares, draws] = [decide(() => 0.3), decide(() => (next() < 0.3 ? 1 : 0))];
  expect(shares.verdict).toBe('fails');
  let total = 0;
  for (let k = 0; k < 200; k++) total += decide(() => (next() < 0.3 ? 1 : 0)).count;
  expect(shares.count).toBeLessThan(total / 200);
  expect(draws.verdict).not.toBeNull();
});

test('the clearly bad falls after few values, none at all takes as many as the bound asks for', () => {
  expect(decide(() => 1).count).toBe(6);
  const none = decide(() => 0, { bound: 0.01, room: 0.25, accept: 0.001, reject: 0.01 });
  expect(none.verdict).toBe('holds');
  expect(none.count).toBe(Math.ceil(-Math.log(0.001) / Math.log(0.9975 / 0.99)));
});

test('what is only known to lie between two ends is decided by the end that speaks against it', () => {
  const one = new ShareTest(OPTIONS);
  for (let k = 0; k < 1000; k++) one.add(0.3, 0.05);
  expect(one.verdict).toBeNull();
});

test('without chance the first value decides, a value on the bound against it', () => {
  for (const [value, verdict] of [
    [0.19, 'holds'],
    [0.2, 'fails'],
  ] as const) {
    const one = new ShareTest(OPTIONS);
    one.settle(value);
    expect(one).toMatchObject({ verdict, count: 1 });
  }
});
