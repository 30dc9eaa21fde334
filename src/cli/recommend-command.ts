/** `spillway recommend`: which of many settings, with the evidence, in `out/<policy>/`. */
import { join } from 'node:path';
import type { Override } from '../config/override.ts';
import { answer } from '../evidence/answer.ts';
import { type PlannedPolicy, planPolicy } from '../recommend/plan-policy.ts';
import { expectedRuns, recommend } from '../recommend/recommend.ts';
import type { Recommendation } from '../recommend/recommendation.ts';
import { shellWord } from '../report/shell-word.ts';
import { formatIssue } from '../schema/issue.ts';
import { UserError } from './errors.ts';
import { checkWritable, checkWritableFile, readIfThere, readText, sha256 } from './files.ts';
import { inPool } from './in-pool.ts';
import { namesFrom } from './input-names.ts';
import type { Io } from './io.ts';
import { engineHash, VERSION } from './package-root.ts';
import {
  type AskedOfRecommend,
  type PolicyInputs,
  readManifest,
  recommendManifest,
} from './recommend-manifest.ts';
import { readSets } from './sets.ts';
import type { ResultsOptions } from './shared-options.ts';
import { findModel, findPolicy } from './shipped.ts';

export interface RecommendCommandOptions extends ResultsOptions {
  readonly policy?: string;
  readonly from?: string;
  /** A page of documentation, written beside the results. */
  readonly doc?: string;
}

export async function recommendCommand(
  model: string | undefined,
  options: RecommendCommandOptions,
  io: Io,
): Promise<void> {
  const { asked, inputs } = askedBy(model, options, io);
  const plan = planOf(asked, inputs);
  checkWritable(options.out);
  if (options.doc !== undefined) checkWritableFile(options.doc, '--doc');
  const named = namesFrom(plan.inputs.map(({ file }) => file));
  const files = plan.inputs.map(({ file, text }) => ({ file: named.get(file)!, text }));
  const engine = engineHash();
  const made: Recommendation['made'] = {
    version: VERSION,
    engine,
    inputs: files.map(({ file, text }) => ({ file, sha256: sha256(text) })),
    command: commandOf(asked),
  };
  const found = await inPool(options, io, ({ execute }, progress) => {
    progress.expect(expectedRuns(plan));
    const onRuns = (runs: number) => progress.advance(plan.facts.name, runs, false);
    return recommend(plan, { execute, onRuns, made });
  });
  // Paths of the machine are nobody else's business.
  const recommendation: Recommendation = {
    ...found,
    policy: { ...found.policy, file: named.get(inputs.policy)! },
    model: { ...found.model, file: named.get(inputs.model)! },
  };
  const folder = join(options.out, plan.facts.name);
  const { recommendationJson, writeDoc, writeRecommendation } = await import(
    './recommendation-folder.ts'
  );
  const manifest = recommendManifest({
    asked,
    engine,
    seed: plan.facts.seed,
    model: recommendation.model.file,
    policy: recommendation.policy.file,
    inputs: files,
  });
  await writeRecommendation(folder, recommendation, manifest);
  if (options.doc !== undefined) await writeDoc(options.doc, recommendation);
  io.out(options.json ? recommendationJson(recommendation) : story(recommendation, folder));
}

/** What is asked for, on the command line or by the manifest of an earlier answer. */
function askedBy(
  model: string | undefined,
  options: RecommendCommandOptions,
  io: Io,
): { readonly asked: AskedOfRecommend; readonly inputs: PolicyInputs } {
  const { policy, from, seed, set, quick } = options;
  if (from !== undefined) {
    const others = { MODEL: model, '--policy': policy, '--seed': seed, '--quick': quick };
    const stray = Object.entries(others).flatMap(([name, value]) => (value ? [name] : []));
    if (set.length > 0) stray.push('--set');
    if (stray.length > 0) throw new UserError([`--from: takes no ${stray.join(', ')} beside it`]);
    const { engine, ...read } = readManifest(readText(from), from);
    if (engine !== engineHash()) {
      io.stderr.write(`${from} was made by another build of the program: figures may differ\n`);
    }
    return read;
  }
  const complaints: string[] = [];
  if (model === undefined) complaints.push('expected a model, or --from with a manifest');
  if (policy === undefined) complaints.push('expected --policy with a policy file');
  const found = [
    model === undefined ? null : findModel(model),
    policy === undefined ? null : findPolicy(policy),
  ];
  for (const one of found) if (one !== null && 'complaint' in one) complaints.push(one.complaint);
  const [modelFile, policyFile] = found.map((one) => (one && 'file' in one ? one.file : null));
  readSets(set, complaints);
  if (complaints.length > 0 || !modelFile || !policyFile) throw new UserError(complaints);
  return {
    asked: { model: model!, policy: policy!, seed: seed ?? null, set, quick: quick ?? false },
    inputs: { model: modelFile, policy: policyFile, read: readIfThere },
  };
}

function planOf(asked: AskedOfRecommend, inputs: PolicyInputs): PlannedPolicy {
  const complaints: string[] = [];
  const pinned: Override[] = readSets(asked.set, complaints);
  const planned = planPolicy({
    text: inputs.read(inputs.policy) ?? '',
    file: inputs.policy,
    model: inputs.model,
    read: inputs.read,
    pinned,
    seed: asked.seed,
    quick: asked.quick,
  });
  if ('issues' in planned) complaints.push(...planned.issues.map(formatIssue));
  if (complaints.length > 0 || 'issues' in planned) throw new UserError([...new Set(complaints)]);
  return planned.plan;
}

function commandOf({ model, policy, seed, set, quick }: AskedOfRecommend): string {
  const words = [
    'spillway',
    'recommend',
    model,
    '--policy',
    policy,
    ...(seed === null ? [] : ['--seed', seed]),
    ...set.flatMap((one) => ['--set', one]),
    ...(quick ? ['--quick'] : []),
  ];
  return words.map(shellWord).join(' ');
}

function story(recommendation: Recommendation, folder: string): string {
  const { title, name } = recommendation.policy;
  const sentences = answer(recommendation).map((sentence) => `${sentence}\n`);
  const where = `Page, values and charts: ${folder}/report.html, values.yaml\n`;
  return `\n${title} (${name})\n\n${sentences.join('')}${where}`;
}
