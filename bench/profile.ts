/** Where the time of some runs goes, by source file, as V8's sampling profiler sees it. */
import { Session } from 'node:inspector/promises';
import { findSourceMap } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PACKAGE_ROOT } from '../src/cli/package-root.ts';

export interface FileShare {
  /** `src/kernel/heap.ts`; what is not ours in parentheses. */
  readonly file: string;
  /** Of all samples. */
  readonly share: number;
}

/** Between samples [us]. */
const INTERVAL = 200;

/** Shares by file, the largest first. */
export async function profileOf(work: () => unknown): Promise<FileShare[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const fileOf = new Map(profile.nodes.map(({ id, callFrame }) => [id, sourceOf(callFrame)]));
  const samples = new Map<string, number>();
  for (const id of profile.samples ?? []) {
    const file = fileOf.get(id)!;
    samples.set(file, (samples.get(file) ?? 0) + 1);
  }
  const all = profile.samples?.length ?? 0;
  return [...samples]
    .map(([file, count]) => ({ file, share: count / all }))
    .sort((a, b) => b.share - a.share);
}

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** The file a bundled function is from; `(garbage collector)` and the like as they are. */
function sourceOf({ functionName, url, lineNumber, columnNumber }: Frame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(built in)';
  if (!url.startsWith('file:')) return `(${url.split(':')[0]})`;
  const entry = findSourceMap(url)?.findEntry(lineNumber, columnNumber);
  const source = entry && 'originalSource' in entry ? entry.originalSource : url;
  const path = relative(PACKAGE_ROOT, source.startsWith('file:') ? fileURLToPath(source) : source);
  return path.split(sep).includes('node_modules') ? '(packages)' : path;
}
