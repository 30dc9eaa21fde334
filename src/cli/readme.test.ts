/** What the README tells people to type works. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelSchema } from '../config/config.ts';
import { loadModel } from '../config/load.ts';
import { CHARTS } from '../plots/charts.ts';
import { explain } from '../schema/explain.ts';
import { formatIssue } from '../schema/issue.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import { readIfThere } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';
import { createProgram } from './program.ts';
import { readSets } from './sets.ts';
import { experimentNames, findExperiment, findModel } from './shipped.ts';

const README = readFileSync(join(PACKAGE_ROOT, 'README.md'), 'utf8');
const SCRIPTS: Record<string, string> = JSON.parse(
  readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'),
).scripts;

/** Contents of the fenced blocks in a language. */
function blocks(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm');
  return [...README.matchAll(fence)].map((match) => match[1]!);
}

/** Every `npm ...` of the README, in blocks and in sentences, without comments. */
const COMMANDS = [
  ...blocks('sh').flatMap((block) => block.split('\n')),
  ...[...README.matchAll(/`(npm [^`\n]+)`/g)].map((match) => match[1]!),
]
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .flatMap((line) => line.split(' && '))
  .filter((command) => command.startsWith('npm '));

/** A new one for each command: options of an earlier one would be taken for its own. */
const newProgram = () =>
  createProgram({
    out: () => {},
    stderr: { write: () => {} },
    columns: 80,
    tableColumns: 0,
    plain: true,
    clock: () => 0,
    signal: new AbortController().signal,
  });

test('the README names commands', () => {
  expect(COMMANDS.length).toBeGreaterThan(8);
});

test.each(COMMANDS)('%s is a command there is', (line) => {
  const [, verb, ...words] = line.split(' ').filter((word) => word !== '-s');
  if (verb === 'ci') return;
  const script = verb === 'run' ? words.shift()! : verb!;
  expect(SCRIPTS).toHaveProperty([script]);
  if (words.length === 0) return;
  expect(words.shift()).toBe('--');
  const name = script === 'spillway' ? words.shift()! : script;
  if (name === '--help') return;
  const command = newProgram().commands.find((each) => each.name() === name);
  const { operands, unknown } = command!.parseOptions(words);
  expect(unknown).toEqual([]);
  expect(complaints(name, operands, command!.opts().set ?? [])).toEqual([]);
});

/** What stands against a command, by the same checks that its run begins with. */
function complaints(name: string, operands: readonly string[], set: readonly string[]): string[] {
  const said: string[] = [];
  const pinned = readSets(set, said);
  for (const operand of operands) {
    // A path of the reader's own stands for any.
    if (operand.startsWith('my/')) continue;
    if (name === 'explain') {
      const explained = explain(modelSchema, operand);
      if ('issue' in explained) said.push(formatIssue(explained.issue));
      continue;
    }
    const found = name === 'sweep' ? findExperiment(operand) : findModel(operand);
    if ('complaint' in found) {
      said.push(found.complaint);
      continue;
    }
    const { file } = found;
    const result =
      name === 'sweep'
        ? planExperiment({
            text: readFileSync(file, 'utf8'),
            file,
            read: readIfThere,
            pinned,
            seed: null,
            quick: false,
            asked: { experiment: operand, set },
            chartNames: Object.keys(CHARTS),
          })
        : loadModel(file, readIfThere, pinned);
    if ('issues' in result) said.push(...result.issues.map(formatIssue));
  }
  return said;
}

test('the model in the README is one', () => {
  const [model, ...others] = blocks('yaml');
  expect(others).toEqual([]);
  const read = (file: string) => (file === 'README.yaml' ? model! : readIfThere(file));
  const loaded = loadModel('README.yaml', read);
  expect('issues' in loaded ? loaded.issues.map(formatIssue) : []).toEqual([]);
});

test('the README lists every shipped experiment, and no file that is not there', () => {
  const listed = [...README.matchAll(/^\| `([\w-]+)` \|/gm)].map((match) => match[1]!);
  expect(listed.sort()).toEqual(experimentNames());
  const links = [...README.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map((match) => match[1]!);
  expect(links.length).toBeGreaterThan(1);
  expect(links.filter((link) => !existsSync(join(PACKAGE_ROOT, link)))).toEqual([]);
});
