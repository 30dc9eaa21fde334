import { expect, it } from 'vitest';
import type { Judgement } from './judge.ts';
import { junitXml } from './junit.ts';

const said = (verdict: Judgement['verdict'], where = ''): Judgement => ({
  require: 'a < 1',
  where,
  verdict,
  seen: '"x" & \'y\'',
  more: null,
});

it('is one suite with a case for each judgement, and counts them', () => {
  const xml = junitXml('gate', [said('pass'), said('fail', 'b 2'), said('undecided')]);
  expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="gate" tests="3" failures="1" errors="0" skipped="1">
    <testcase classname="gate" name="a &lt; 1"/>
    <testcase classname="gate" name="a &lt; 1 at b 2">
      <failure message="fail: a &lt; 1 at b 2: &quot;x&quot; &amp; &apos;y&apos;"/>
    </testcase>
    <testcase classname="gate" name="a &lt; 1">
      <skipped message="undecided: a &lt; 1: &quot;x&quot; &amp; &apos;y&apos;"/>
    </testcase>
  </testsuite>
</testsuites>
`);
});

it('writes what XML 1.0 cannot hold as a replacement, and keeps line ends and astral letters', () => {
  const odd = 'a\u0000\u001b\ud800\uffff|\n\t\r|\u{1f600}\u00e9';
  const [, name] = /testsuite name="([^"]*)"/.exec(junitXml(odd, []))!;
  expect(name).toBe('a\ufffd\ufffd\ufffd\ufffd|&#10;&#9;&#13;|\u{1f600}\u00e9');
});
