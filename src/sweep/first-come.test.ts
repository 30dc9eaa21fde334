import { expect, test } from 'vitest';
import { FirstCome } from './first-come.ts';

test('jobs begin in the order they were asked for, never more than allowed at a time', async () => {
  const line = new FirstCome(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const job = (id: number) => async () => {
    begun.push(id);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, id % 3));
    running -= 1;
    return id;
  };
  const ids = Array.from({ length: 20 }, (_, id) => id);
  expect(await Promise.all(ids.map((id) => line.run(job(id))))).toEqual(ids);
  expect(begun).toEqual(ids);
  expect(most).toBe(2);
});

test('a job that fails gives its place to the next', async () => {
  const line = new FirstCome(1);
  const failing = line.run(() => Promise.reject(new Error('no')));
  const next = line.run(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
