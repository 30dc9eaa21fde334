/** Judgements as JUnit XML, the format in which CI servers read the outcome of tests. */
import { type Judgement, judgementInWords } from './judge.ts';

/** One suite named after the experiment; what is undecided counts as skipped, with its reason. */
export function junitXml(experiment: string, judgements: readonly Judgement[]): string {
  const of = (verdict: Judgement['verdict']) =>
    judgements.filter((each) => each.verdict === verdict).length;
  const counts = `tests="${judgements.length}" failures="${of('fail')}" errors="0" skipped="${of('undecided')}"`;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escaped(experiment)}" ${counts}>`,
    ...judgements.map((judgement) => testCase(experiment, judgement)),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function testCase(experiment: string, judgement: Judgement): string {
  const { require, where, verdict } = judgement;
  const name = where === '' ? require : `${require} at ${where}`;
  const open = `    <testcase classname="${escaped(experiment)}" name="${escaped(name)}"`;
  const said = escaped(judgementInWords(judgement));
  switch (verdict) {
    case 'pass':
      return `${open}/>`;
    case 'fail':
      return `${open}>\n      <failure message="${said}"/>\n    </testcase>`;
    case 'undecided':
      return `${open}>\n      <skipped message="${said}"/>\n    </testcase>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What may stand in an attribute; characters that XML 1.0 has no way to write become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!);
}
