import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function watch(stream: { isTTY?: boolean; columns?: number }, plain = false) {
  const written: string[] = [];
  let now = 0;
  const progress = new Progress({
    stderr: { ...stream, write: (text: string) => written.push(text) },
    clock: () => now,
    plain,
  });
  progress.expect(100);
  return {
    written,
    progress,
    advance: (seconds: number, runs: number, reused = false) => {
      now += seconds;
      progress.advance('maxconn', runs, reused);
    },
  };
}

test('a terminal has one line, rewritten at most ten times a second, cleared at the end', () => {
  const { written, advance, progress } = watch({ isTTY: true, columns: 80 });
  advance(1, 10);
  advance(0.01, 10);
  advance(1, 10);
  progress.clear();
  expect(written).toEqual([
    '\rmaxconn: 10/100 runs (10%), 10/s, 9 s left\u001b[K',
    '\rmaxconn: 30/100 runs (30%), 15/s, 5 s left\u001b[K',
    '\r\u001b[K',
  ]);
});

test.each([
  ['a pipe', {}, false],
  ['a CI terminal', { isTTY: true }, true],
])('%s has plain lines', (_, stream, plain) => {
  const { written, advance } = watch(stream, plain);
  for (let k = 0; k < 100; k++) advance(0.1, 1);
  expect(written.length).toBeLessThan(15);
  expect(written.every((line) => /^maxconn: \d+\/100 runs .*\n$/.test(line))).toBe(true);
  expect(written.at(-1)).toContain('100/100');
});

test('runs found from an earlier sweep do not count as speed', () => {
  const { written, advance } = watch({});
  advance(1, 50, true);
  advance(1, 10);
  expect(written.at(-1)).toContain('60/100 runs (60%), 5/s, 8 s left');
});

test('a terminal of width 0 is taken for 80 columns', () => {
  const { written, advance } = watch({ isTTY: true, columns: 0 });
  advance(1, 10);
  expect(written[0]).toContain('10/100 runs');
});
