import { expect, test } from 'vitest';
import { modelFrom } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import { drawnModel } from './drawn-model.ts';

const MODEL = modelFrom({}, { 'pod.service': '2ms', 'pod.memoryLimit': '512Mi' });

test('numbers and constants are multiplied, nothing else changes, and there is no memory limit', () => {
  const drawn = drawnModel(MODEL, {
    'pod.heap.growth': 1.5,
    'pod.heap.retained.read-all': 0.5,
    'pod.service': 3,
  });
  expect(drawn.pod.heap.growth).toBe(1.5 * MODEL.pod.heap.growth);
  expect(drawn.pod.heap.retained['read-all']).toBe(0.5 * MODEL.pod.heap.retained['read-all']);
  expect(drawn.pod.service).toEqual({ law: 'constant', value: 0.006 });
  expect(drawn.pod.memoryLimit).toBe(Number.POSITIVE_INFINITY);
  expect({ ...drawn, pod: null }).toEqual({ ...MODEL, pod: null });
  expect(MODEL.pod.memoryLimit).toBe(512 * 2 ** 20);
});

test('of a lognormal law the spread is multiplied and the mean stays', () => {
  const model = modelFrom({}, { 'pod.runEffect': { law: 'lognormal', mean: 1, cv: 0.1 } });
  const { runEffect } = drawnModel(model, { 'pod.runEffect': 2 }).pod;
  if (runEffect.law !== 'lognormal') throw new Error('another law');
  expect(compileLaw(runEffect).mean).toBeCloseTo(1, 12);
  expect(Math.sqrt(Math.expm1(runEffect.sigma ** 2))).toBeCloseTo(0.2, 12);
});
