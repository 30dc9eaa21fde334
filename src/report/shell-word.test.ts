import { expect, test } from 'vitest';
import { shellWord } from './shell-word.ts';

test.each([
  ['maxconn', 'maxconn'],
  ['./my/experiment.yaml', './my/experiment.yaml'],
  ['haproxy.maxconn=40', 'haproxy.maxconn=40'],
  ['clients[0].workers=5', "'clients[0].workers=5'"],
  ['my file', "'my file'"],
  ['a=$(rm -r .)', "'a=$(rm -r .)'"],
  ["it's", "'it'\\''s'"],
  ['', "''"],
])('%j is given to a shell as %s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted);
});
