import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOM = 'src/haproxy';

/** Titles of the room's tests, as they stand in the source. */
const titles = readdirSync(ROOM)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => {
    const source = readFileSync(`${ROOM}/${file}`, 'utf8');
    const calls = source.matchAll(/^\s+it\(\s*(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/gm);
    return [...calls].map((call) => (call[1] ?? call[2]!).replaceAll("\\'", "'"));
  });

const doc = readFileSync('docs/haproxy-behaviour.md', 'utf8');
const statements = new Map(
  doc
    .split(/^(?=\*\*\d)/m)
    .slice(1)
    .map((block) => [/^\*\*([\d.]+)\*\*/.exec(block)![1]!, block]),
);

describe('docs/haproxy-behaviour.md', () => {
  it('names tests by titles they have', () => {
    const named = [...doc.matchAll(/^- test: (.*)$/gm)].map((line) => line[1]!);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((title) => !titles.includes(title))).toEqual([]);
  });

  it('names every numbered test under its statement', () => {
    const numbered = titles.filter((title) => /^\d+\.\d+ /.test(title));
    const astray = numbered.filter((title) => {
      const number = title.split(' ')[0]!;
      return !statements.get(number)?.includes(`- test: ${title}\n`);
    });
    expect(astray).toEqual([]);
  });

  it('has a test or a reason for every statement', () => {
    const bare = [...statements].filter(([, block]) => !/^- (test|not modelled): ./m.test(block));
    expect(bare.map(([number]) => number)).toEqual([]);
  });
});
