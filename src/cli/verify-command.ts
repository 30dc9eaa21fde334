/** `spillway verify`: what is known about the simulated systems, beside what is simulated. */
import { didYouMean } from '../schema/spelling.ts';
import { finiteOrNull } from '../units/finite-or-null.ts';
import type { Check, Effort } from '../verify/check.ts';
import { allChecks, CHECKS, checksNamed } from '../verify/checks.ts';
import { GROUPS, groupOf } from '../verify/groups.ts';
import { failures, type Verification, verify } from '../verify/verify.ts';
import { EXIT, UserError, Verdict } from './errors.ts';
import { inPool } from './in-pool.ts';
import type { Io } from './io.ts';
import { verifyStory } from './verify-story.ts';

export interface VerifyCommandOptions extends Pick<Effort, 'seed'> {
  readonly full?: boolean;
  readonly workers: number;
  readonly json?: boolean;
}

/** @throws Verdict where a figure fails: our own mistake */
export async function verifyCommand(
  names: readonly string[],
  options: VerifyCommandOptions,
  io: Io,
): Promise<void> {
  const { seed, full = false } = options;
  const checks = checksOf(names, full);
  const verification = await inPool(options, io, ({ execute }, progress) => {
    progress.expect(checks.length);
    return verify(checks, { seed, full }, async (id, effort) => {
      const outcome = await execute({ kind: 'check', id, effort });
      progress.advance('verify', 1, false);
      return outcome;
    });
  });
  tell(verification, options, io);
}

/** @throws Verdict where a figure fails */
export function tell(
  verification: Verification,
  { json = false }: Pick<VerifyCommandOptions, 'json'>,
  io: Pick<Io, 'out' | 'tableColumns'>,
): void {
  io.out(json ? verifyJson(verification) : verifyStory(verification, io.tableColumns));
  if (failures(verification).length > 0) throw new Verdict(EXIT.ours);
}

function checksOf(names: readonly string[], full: boolean): readonly Check[] {
  if (names.length === 0) return allChecks(full);
  const complaints: string[] = [];
  const named = names.flatMap((name) => {
    const found = checksNamed(name, full);
    if (found.length === 0) complaints.push(unknownCheck(name, full));
    return found;
  });
  if (complaints.length > 0) throw new UserError(complaints);
  return [...new Set(named)];
}

function unknownCheck(name: string, full: boolean): string {
  if (!full && checksNamed(name, true).length > 0) {
    return `verify ${name}: these take long; add --full, or give the whole name of one`;
  }
  const groups = GROUPS.map((group) => group.name);
  const near = didYouMean(name, [...groups, ...CHECKS.map(({ id }) => id)]);
  const hint = near === '' ? `known: ${groups.join(', ')}` : near;
  return `verify ${name}: no such check; ${hint}`;
}

/** An array with an object for each figure, in base units. */
function verifyJson({ checks, level }: Verification): string {
  const rows = checks.flatMap(({ id, figures, breach }) => {
    const check = { check: id, group: groupOf(id).name };
    const broken = breach === null ? [] : [{ ...check, breach, passes: false }];
    const compared = figures.map((figure) => ({
      ...check,
      figure: figure.name,
      theory: figure.theory,
      simulated: finiteOrNull(figure.simulated),
      low: finiteOrNull(figure.low),
      high: finiteOrNull(figure.high),
      level: figure.evidence.kind === 'exact' ? null : level,
      passes: figure.agrees,
    }));
    return [...compared, ...broken];
  });
  return `${JSON.stringify(rows, null, 1)}\n`;
}
