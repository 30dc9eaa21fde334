import { expect, test } from 'vitest';
import { exampleResults } from '../plots/example-results.fixture.ts';
import { sectionsOf } from './sections.ts';

test('the way to repeat it has the file and every --set, quoted for a shell', () => {
  const results = {
    ...exampleResults('maxconn'),
    asked: { experiment: './my file.yaml', set: ['pod.replicas=1', 'clients[0].workers=5'] },
    seed: '7',
    quick: true,
  };
  const reproduce = sectionsOf(results, []).find(({ id }) => id === 'reproduce');
  expect(reproduce?.blocks[0]).toEqual({
    kind: 'code',
    text:
      "npm run sweep -- './my file.yaml' --seed 7 --quick " +
      "--set pod.replicas=1 --set 'clients[0].workers=5'",
  });
});
