import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HANDLERS } from '../pod/options.ts';
import { formatIssue } from '../schema/issue.ts';
import { loadModel } from './load.ts';

const MODELS = readdirSync('models')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => `models/${file}`);

describe('shipped models', () => {
  const load = (file: string, overrides: readonly (readonly [string, unknown])[] = []) => {
    const read = (path: string) => readFileSync(path, 'utf8');
    const at = { label: 'override' };
    const loaded = loadModel(
      file,
      read,
      overrides.map(([path, value]) => ({ path, value, at })),
    );
    if ('issues' in loaded) throw new Error(loaded.issues.map(formatIssue).join('\n'));
    return loaded;
  };

  test.each(MODELS)('%s is valid, and every number in it has a source', (file) => {
    expect(load(file).sources.filter(({ source }) => source === null)).toEqual([]);
  });

  test.each(MODELS)('%s names its JSON Schema in the first line', (file) => {
    expect(readFileSync(file, 'utf8').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../schemas/model.schema.json',
    );
  });

  test('models/s3proxy.yaml is the incident', () => {
    const { model } = load('models/s3proxy.yaml');
    expect(model.clients[0]).toMatchObject({
      kind: 'closed',
      workers: { law: 'constant', value: 128 },
      requests: 256,
      bodySize: { law: 'constant', value: 16e6 },
    });
    expect(model.haproxy).toMatchObject({ maxconn: 40, redispatch: true, timeouts: { queue: 30 } });
    expect(model.pod).toMatchObject({ replicas: 3, memoryLimit: 536870912, cpuLimit: 0.5 });
  });

  test.each([
    ['direct PUT', { 'haproxy.enabled': false, 'pod.replicas': 1 }],
    ['capped PUT', { 'pod.replicas': 1 }],
    ['direct mixed', { 'haproxy.enabled': false, 'pod.replicas': 1, 'clients[0].getShare': 0.5 }],
    ['capped mixed', { 'pod.replicas': 1, 'clients[0].getShare': 0.5 }],
  ])('models/s3proxy.yaml gives the cell %s under every handler, by overrides alone', (_, cell) => {
    for (const handler of HANDLERS) {
      const overrides = Object.entries({ ...cell, 'pod.handler': handler });
      const { model } = load('models/s3proxy.yaml', overrides);
      expect(model.pod).toMatchObject({ handler, replicas: 1 });
      expect(model.haproxy.enabled).toBe(!('haproxy.enabled' in cell));
      const getShare = 'clients[0].getShare' in cell ? 0.5 : 0;
      expect(model.clients[0]).toHaveProperty('getShare', getShare);
    }
  });

  test('models/s3proxy-slow-clients.yaml differs from it in the clients alone', () => {
    const {
      name: _,
      description: __,
      clients,
      ...slow
    } = load('models/s3proxy-slow-clients.yaml').model;
    const {
      name: ___,
      description: ____,
      clients: fast,
      ...base
    } = load('models/s3proxy.yaml').model;
    expect(slow).toEqual(base);
    expect(clients[0]?.pace).not.toEqual(fast[0]?.pace);
  });
});
