/** Options and arguments that several commands have. */
import { availableParallelism } from 'node:os';
import { Argument, Option } from 'commander';
import { collect, wholeNumberTo } from './option-values.ts';

/** Of a command that makes runs and leaves a folder of results. */
export interface ResultsOptions {
  readonly workers: number;
  readonly seed?: string;
  readonly out: string;
  readonly quick?: boolean;
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** More threads than any machine helps with. */
const MOST_WORKERS = 1024;

export function workersOption(): Option {
  return new Option('--workers <n>', 'threads')
    .argParser(wholeNumberTo(MOST_WORKERS))
    .default(availableParallelism());
}

export function setOption(): Option {
  const help = 'override a parameter in every run, as haproxy.maxconn=40 (repeatable)';
  return new Option('--set <path=value>', help).argParser(collect).default([]);
}

/** @param name in angle brackets, or in square ones where it may be left out */
export function modelArgument(name: string): Argument {
  return new Argument(name, 'name of a shipped model, or path of a model file');
}
