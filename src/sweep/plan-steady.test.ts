import { expect, test } from 'vitest';
import { formatIssue } from '../schema/issue.ts';
import { type PlanRequest, planExperiment } from './plan-experiment.ts';

const MODELS: Record<string, string> = {
  'open.yaml': 'clients:\n  - { kind: open, rate: 1/s }\nrun: { horizon: 1m }\n',
  'endless.yaml': 'clients:\n  - { kind: closed, requests: none }\nrun: { horizon: 1m }\n',
  'flood.yaml': 'clients:\n  - kind: closed\n',
  'wave.yaml': 'clients:\n  - kind: wave\n',
};

function planned(model: string, body: string) {
  const request: PlanRequest = {
    text: `name: e\ntitle: T\nquestion: Q\nexpectation: E\nmodel: ${model}\n${body}\n`,
    file: 'e.yaml',
    read: (file) => MODELS[file] ?? null,
    pinned: [],
    seed: '9',
    quick: false,
    asked: { experiment: 'e', set: [] },
    chartNames: [],
  };
  return planExperiment(request);
}

function linesOf(model: string, body: string): string[] {
  const outcome = planned(model, body);
  return 'issues' in outcome ? outcome.issues.map(formatIssue) : [];
}

test.each(['open.yaml', 'endless.yaml'])('%s may be asked for its long run', (model) => {
  const outcome = planned(model, 'steady: { horizon: 2h }');
  if ('issues' in outcome) throw new Error('refused');
  const [main] = outcome.plan.grids;
  // A seed of its own: no run is used for both estimators.
  expect(main!.steady).toEqual({ horizon: 7200, seed: '9/steady' });
  expect(main!.result.steady).toEqual({ horizon: 7200 });
});

test('a grid has its own long run before that of the experiment', () => {
  const grids = 'grids:\n  - { name: a }\n  - { name: b, steady: { horizon: 5m } }';
  const outcome = planned('open.yaml', `steady: { horizon: 1h }\n${grids}`);
  if ('issues' in outcome) throw new Error('refused');
  expect(outcome.plan.grids.map(({ steady }) => steady!.horizon)).toEqual([3600, 300]);
});

test.each([
  [
    'flood.yaml',
    'steady: { horizon: 1h }',
    'e.yaml:6:9 steady: expected a load that goes on for ever, but clients[0] ends after 256 requests; write requests: none',
  ],
  [
    'wave.yaml',
    'steady: { horizon: 1h }',
    'e.yaml:6:9 steady: expected a load that goes on for ever, but clients[0] is a wave; open and endless closed populations are steady',
  ],
  [
    'open.yaml',
    'steady: { horizon: 1h }\nset:\n  "clients[0].schedule": [{ at: 1s, rate: 2/s }]',
    'e.yaml:6:9 steady: expected a load that goes on for ever, but clients[0] changes its rate by a schedule; give it one rate',
  ],
  [
    'open.yaml',
    'grids:\n  - { name: a, steady: { horizon: 1h }, memoryLimits: [1Gi] }',
    'e.yaml:7:24 grids[0].steady: is not read with memoryLimits, which are decided from peaks; vary pod.memoryLimit instead',
  ],
  [
    'open.yaml',
    'steady: { horizon: none }',
    'e.yaml:6:20 steady.horizon: expected a duration > 0 such as 30s, got "none"; there is no unlimited here',
  ],
  [
    'open.yaml',
    'kind: theory\nsteady: { horizon: 1h }\ncases: [O14]',
    'e.yaml:7:9 steady: is not read with kind theory',
  ],
])('%s with %j is refused where it stands', (model, body, line) => {
  expect(linesOf(model, body)).toContain(line);
});
