/** `spillway swarm`: random systems against what must hold in any of them. */
import { stringify } from 'yaml';
import { type Finding, swarm } from '../swarm/swarm.ts';
import { count } from '../units/readable.ts';
import { EXIT, Verdict } from './errors.ts';
import type { Io } from './io.ts';

export interface SwarmCommandOptions {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
}

/** @throws Verdict where a law does not hold: our own mistake */
export function swarmCommand({ runs, seed, path }: SwarmCommandOptions, io: Io): void {
  const finding = swarm({ runs, seed, ...(path !== undefined && { path }) });
  if (finding === null) {
    io.out(`${count(runs, 'random system')} of seed ${seed}: all laws hold.\n`);
    return;
  }
  io.out(story(finding, seed));
  throw new Verdict(EXIT.ours);
}

function story({ system, breach, path, simplifications }: Finding, seed: number): string {
  const lines = [
    `A law does not hold: ${breach}`,
    `The simplest system found (${count(simplifications, 'simplification')}):`,
    '',
    stringify(system).trimEnd(),
    '',
    `Again: npm run -s spillway -- swarm --seed ${seed} --path ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}
