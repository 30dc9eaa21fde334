import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { inSources } from './source-positions.ts';
import { emptyFolder } from './spawn.fixture.ts';

it('a position in a bundle is told as that of its source, any other as it stands', () => {
  const folder = emptyFolder();
  const source = 'interface Gone {\n  key: string;\n}\n\n  throw new Error("here");\n';
  const { code, map } = transformSync(source, {
    loader: 'ts',
    sourcemap: true,
    sourcefile: '../src/thrower.ts',
  });
  const bundle = join(folder, 'dist.js');
  writeFileSync(bundle, code);
  writeFileSync(`${bundle}.map`, map);
  const url = pathToFileURL(bundle).href;
  const other = 'at node:internal/main:4:2\n    at f (file:///nowhere/x.js:3:1)';
  const column = code.indexOf('new Error') + 1;
  expect(code).not.toContain('interface');
  expect(inSources(`Error: here\n    at ${url}:1:${column}\n    ${other}`)).toBe(
    `Error: here\n    at ${join(folder, '..', 'src', 'thrower.ts')}:5:9\n    ${other}`,
  );
});
