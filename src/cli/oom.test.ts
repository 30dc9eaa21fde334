import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { Interrupted } from './errors.ts';
import type { Io } from './io.ts';
import { type OomCommandOptions, oomCommand } from './oom-command.ts';
import { type OomAnswer, oomStory } from './oom-story.ts';
import { emptyFolder, spillway } from './spawn.fixture.ts';

/** Four lognormal bodies, one at a time: a giant among them kills, with P = 0.0354. */
const GIANT = {
  clients: [
    {
      kind: 'closed',
      workers: 1,
      requests: 4,
      bodySize: { law: 'lognormal', median: '16MB', sigma: 1 },
      pace: '100MB/s',
    },
  ],
  haproxy: { maxconn: 1, check: { enabled: false } },
  pod: {
    replicas: 1,
    memoryLimit: '512MiB',
    heap: { idle: '24MiB' },
    kernelBuffer: '0B',
    uvicornBuffer: '0B',
    handler: 'read-all',
    copies: 3,
  },
};

function modelFile(model: object): string {
  const file = join(emptyFolder(), 'model.yaml');
  writeFileSync(file, stringify(model));
  return file;
}

const OPTIONS: OomCommandOptions = {
  set: [],
  seed: '1',
  precision: 0.1,
  budget: 20_000,
  draws: 50,
};

/** What the command prints, and what it says on the way. */
async function shown(model: object, options: Partial<OomCommandOptions> = {}, columns = 0) {
  let [text, said, now] = ['', '', 0];
  const io: Io = {
    out: (more) => {
      text += more;
    },
    stderr: {
      write: (more) => {
        said += more;
      },
    },
    columns: 80,
    tableColumns: columns,
    plain: true,
    // A second passes at every look at the clock.
    clock: () => now++,
    signal: new AbortController().signal,
  };
  await oomCommand(modelFile(model), { ...OPTIONS, ...options }, io);
  return { text, said };
}

it('says how likely, by which method and why, how surely, and at what cost', async () => {
  const { text, said } = await shown(GIANT);
  expect(text).toMatch(/^P\(OOM\) +per run, .*model\.yaml, seed 1\n/);
  expect(text).toMatch(/\nmethod +giant: one body alone kills, and a run has such a body/);
  expect(text).toMatch(/\ngiven model +0\.0\d+, 95% interval 0\.0\d+ to 0\.0\d+ \(standard error/);
  expect(text).toMatch(/\nwith error +none: the model rests on no fit/);
  expect(text).toMatch(
    /\neffort +\d+ events, \d+ of them for the choice; counting kills would take/,
  );
  expect(said).toMatch(/^oom, at most: \d+\/20000 events/);
});

it('fits into 80 columns', async () => {
  const { text } = await shown(GIANT, {}, 80);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('has the same numbers as JSON, alike for one seed', async () => {
  const [one, two] = [await shown(GIANT, { json: true }), await shown(GIANT, { json: true })];
  const { model: _, ...answer } = JSON.parse(one.text);
  const { model: __, ...again } = JSON.parse(two.text);
  expect(again).toEqual(answer);
  expect(answer).toMatchObject({
    method: 'giant',
    givenModel: { kind: 'estimate', value: expect.any(Number), low: expect.any(Number) },
    withModelError: { reason: expect.stringMatching(/rests on no fit/) },
    supportedByCalibration: null,
    events: { byCounting: expect.any(Number) },
  });
  expect(answer.givenModel.low).toBeLessThan(answer.givenModel.value);
});

it('says yes or no where chance has no part', async () => {
  const client = { ...GIANT.clients[0], bodySize: '16MB' };
  const no = await shown({ ...GIANT, clients: [client] });
  expect(no.text).toMatch(/\nmethod +deterministic: /);
  expect(no.text).toMatch(/\ngiven model +deterministic: OOM no\n/);
  const yes = await shown({ ...GIANT, clients: [{ ...client, bodySize: '400MB' }] });
  expect(yes.text).toMatch(/\ngiven model +deterministic: OOM yes\n/);
});

it('stops at Ctrl-C', async () => {
  const controller = new AbortController();
  controller.abort();
  let now = 0;
  const io: Io = {
    out: () => {},
    stderr: { write: () => {} },
    columns: 80,
    tableColumns: 0,
    plain: true,
    clock: () => now++,
    signal: controller.signal,
  };
  await expect(oomCommand(modelFile(GIANT), OPTIONS, io)).rejects.toThrow(Interrupted);
});

/** What is said of runs none of which was killed, where the calibration allows no less. */
const UNSEEN: OomAnswer = {
  name: 'm',
  seed: '1',
  precision: 0.1,
  budget: 1000,
  event: 'window',
  given: {
    kind: 'bound',
    value: null,
    standardError: null,
    low: 0,
    high: 0.0295131,
    precise: false,
    basis: '0 of 100 runs killed',
    events: 1000,
    eventsPerRun: 10,
    choice: {
      method: 'none',
      reason: 'nothing rises',
      levels: null,
      events: 500,
      pilot: { runs: 50, kills: 0, events: 500, drewRandom: true },
    },
  },
  withError: {
    probability: { value: 0.05, standardError: 0.01, low: 0, high: 0.07 },
    monteCarloError: 0.01,
    inputBand: { low: 0, high: 0.4 },
    floor: 0.0401,
    spread: { parameters: 0.02, runs: 0.03 },
    sigma: 0.12,
    draws: 50,
    runsPerDraw: 4,
    numbers: 3,
  },
};

it('claims neither 0 nor less than the calibration supports, and rounds bounds up', () => {
  const text = oomStory(UNSEEN, 0);
  expect(text).toMatch(/\ngiven model +below 0\.0296 \(95%\); 0 of 100 runs killed/);
  expect(text).toMatch(/\ncalibration +not supported by the calibration: .*below 0\.0401\n/);
  expect(text).toContain('0.05, 95% interval 0 to 0.07 by chance');
  expect(text).toContain('from next to 0 to 0.4');
  expect(text).not.toContain('times as many');
  const supported = { ...UNSEEN, withError: { ...UNSEEN.withError, floor: 0.02 } } as OomAnswer;
  expect(oomStory(supported, 0)).not.toContain('calibration  ');
});

test('oom --json of the shipped model has both figures; a mistake exits with 2', () => {
  const args = ['oom', 's3proxy', '--set', 'pod.replicas=1', '--set', 'pod.handler=parts'];
  const asked = (draws: number) =>
    spillway([...args, '--json', '--budget', '1e5', '--draws', `${draws}`]);
  const { stdout, exitCode } = asked(20);
  expect(exitCode).toBe(0);
  const { method, givenModel, withModelError, supportedByCalibration } = JSON.parse(stdout);
  expect(method).toBe('effect');
  expect(givenModel.low).toBeGreaterThan(0);
  expect(withModelError.value).toBeGreaterThan(givenModel.value);
  expect(supportedByCalibration).toBe(givenModel.value >= withModelError.floor);
  // More draws tell more surely.
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  const few = JSON.parse(asked(5).stdout).withModelError;
  expect([few.draws, withModelError.draws]).toEqual([5, 20]);
  expect(width(withModelError)).toBeLessThan(width(few));
  const wrong = spillway([...args, '--budget', 'much']);
  expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
});
