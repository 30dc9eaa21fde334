/** `spillway sweep`: experiments in, answers on screen, evidence in `out/`. */
import { join } from 'node:path';
import { remembering } from '../config/extend.ts';
import { CHART_NAMES } from '../plots/chart-names.ts';
import type { Chart } from '../plots/chart-spec.ts';
import { formatIssue } from '../schema/issue.ts';
import { type Plan, runsIn } from '../sweep/plan.ts';
import { planExperiment } from '../sweep/plan-experiment.ts';
import type { Pool } from '../sweep/pool.ts';
import type { ExperimentResults } from '../sweep/results.ts';
import { runExperiment } from '../sweep/run-experiment.ts';
import { EXIT, UserError, Verdict } from './errors.ts';
import { checkWritable, readIfThere, readText } from './files.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';
import { manifestJson } from './manifest.ts';
import { readMeasured } from './measured.ts';
import { engineHash } from './package-root.ts';
import { partialStore } from './partial-store.ts';
import { phase } from './phase.ts';
import type { Progress } from './progress.ts';
import { readSets } from './sets.ts';
import type { ResultsOptions } from './shared-options.ts';
import { DEFAULT_EXPERIMENTS, findExperiment } from './shipped.ts';

const RESUMABLE = 'finished points are kept, the same command takes them up';

/** @throws Verdict where a threshold fails, once everything is written and said */
export async function sweepCommand(
  names: readonly string[],
  options: ResultsOptions,
  io: Io,
): Promise<void> {
  const asked = names.length > 0 ? names : DEFAULT_EXPERIMENTS;
  const plans = await phase('plan', () => planAll(asked, options));
  checkWritable(options.out);
  const sweepAll = async (pool: Pool, progress: Progress) => {
    for (const plan of plans) progress.expect(runsIn(plan));
    const done: ExperimentResults[] = [];
    for (const plan of plans) {
      const { results, charts } = await sweepOne(plan, options, pool, progress, io);
      progress.clear();
      if (!options.json) {
        const { onScreen } = await story();
        io.out(onScreen(results, charts, options.out, io.tableColumns));
      }
      done.push(results);
    }
    return done;
  };
  const all = await inPool(options, io, sweepAll, RESUMABLE);
  const { hasFailed, rowsOfAll, thresholdsOfAll } = await story();
  if (options.json) {
    io.out(rowsOfAll(all));
    io.stderr.write(thresholdsOfAll(all));
  }
  if (hasFailed(all)) throw new Verdict(EXIT.threshold);
}

/** Telling pulls in libraries that no run, and no wrong option, should have to wait for. */
const story = () => phase('charts', () => import('./sweep-story.ts'));

/** Every mistake of every experiment is told before anything runs. */
function planAll(names: readonly string[], options: ResultsOptions): Plan[] {
  const complaints: string[] = [];
  const pinned = readSets(options.set, complaints);
  const plans: Plan[] = [];
  const read = remembering(readIfThere);
  for (const name of new Set(names)) {
    const found = findExperiment(name);
    if ('complaint' in found) {
      complaints.push(found.complaint);
      continue;
    }
    const planned = planExperiment({
      text: readText(found.file),
      file: found.file,
      read,
      pinned,
      seed: options.seed ?? null,
      quick: options.quick ?? false,
      asked: { experiment: name, set: options.set },
      chartNames: CHART_NAMES,
    });
    if ('issues' in planned) complaints.push(...planned.issues.map(formatIssue));
    else plans.push(planned.plan);
  }
  const folders = plans.map((plan) => plan.header.experiment.name);
  const twice = folders.find((folder, index) => folders.indexOf(folder) < index);
  if (twice !== undefined) complaints.push(`two experiments are called ${twice}: one folder each`);
  if (complaints.length > 0) throw new UserError([...new Set(complaints)]);
  return plans;
}

async function sweepOne(
  plan: Plan,
  options: ResultsOptions,
  pool: Pool,
  progress: Progress,
  io: Io,
): Promise<{ results: ExperimentResults; charts: readonly Chart[] }> {
  const { name } = plan.header.experiment;
  const folder = join(options.out, name);
  const engine = engineHash();
  const { measured, inputs } = readMeasured();
  const store = partialStore(join(folder, '.partial'));
  const results = await phase('simulation', () =>
    runExperiment(plan, {
      execute: pool.execute,
      store,
      engine,
      measured,
      onExpect: (runs) => progress.expect(runs),
      onProgress: (runs, reused) => progress.advance(name, runs, reused),
    }),
  );
  io.signal.throwIfAborted();
  const { seed, quick } = plan.header;
  const manifest = manifestJson({
    seed,
    quick,
    set: options.set,
    engine,
    inputs: [...plan.inputs, ...inputs],
  });
  const { leaveBehind } = await story();
  const charts = await leaveBehind(folder, results, manifest);
  store.clear();
  return { results, charts };
}
