import { expect, test } from 'vitest';
import { sha256 } from './files.ts';
import { manifestJson } from './manifest.ts';

const FACTS = {
  seed: '7',
  quick: true,
  set: ['pod.replicas=1'],
  engine: 'abc',
  inputs: [{ file: 'some/where/e.yaml', text: 'name: e\n' }],
};

test('a manifest names program, seed, overrides and inputs, and no path of the machine', () => {
  const manifest = JSON.parse(manifestJson(FACTS));
  expect(manifest).toMatchObject({
    program: 'spillway',
    engine: 'abc',
    seed: '7',
    quick: true,
    set: ['pod.replicas=1'],
    inputs: [{ file: 'e.yaml', sha256: sha256('name: e\n') }],
  });
  expect(manifest.commit ?? 'none').toMatch(/^([0-9a-f]{40}(-dirty)?|none)$/);
  expect(manifestJson(FACTS)).toBe(manifestJson(FACTS));
});
