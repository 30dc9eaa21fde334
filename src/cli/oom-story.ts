/** P(OOM) of one model in words and as JSON: how likely, how surely, by which method and at what cost. */
import { eventsByCounting, type OomEstimate } from '../rare/estimate-oom.ts';
import type { TwoFigures } from '../stats/two-figures.ts';
import { percent } from '../units/readable.ts';

/** The second figure, with what it rests on. */
interface WithError extends Omit<TwoFigures, 'withinHorizon'> {
  /** Standard deviation of log(predicted / measured) of the peak memory. */
  readonly sigma: number;
  readonly draws: number;
  readonly runsPerDraw: number;
  /** Fitted numbers drawn. */
  readonly numbers: number;
}

export interface OomAnswer {
  readonly name: string;
  readonly seed: string;
  readonly precision: number;
  readonly budget: number;
  /** What one run stands for. */
  readonly event: string;
  readonly given: OomEstimate;
  readonly withError: WithError | { readonly reason: string };
}

/** Nine in ten of what the probability may be lie within, not knowing the model better. */
const INPUT_BAND = '90%';

/** @param columns of the terminal; 0: as wide as it takes. */
export function oomStory(answer: OomAnswer, columns: number): string {
  const { given, event, name, seed } = answer;
  const verdict = verdictOf(answer);
  const lines: [string, string][] = [
    ['P(OOM)', `per ${event}, ${name}, seed ${seed}`],
    ['method', `${methodOf(given)}: ${given.choice.reason}`],
    ['given model', givenInWords(answer)],
    ['with error', withErrorInWords(answer)],
    ...(verdict === null ? [] : [['calibration', verdict] as [string, string]]),
    ['effort', effortInWords(answer)],
  ];
  return lines.map(([head, text]) => wrapped(head, text, columns)).join('');
}

/** Numbers in base units; null is what is not known. */
export function oomJson(answer: OomAnswer): string {
  const { name, seed, precision, budget, event, given, withError } = answer;
  const { choice, kind, value, low, high, standardError, precise, basis, events } = given;
  const second =
    'reason' in withError
      ? { reason: withError.reason }
      : {
          value: withError.probability.value,
          low: withError.probability.low,
          high: withError.probability.high,
          standardError: withError.monteCarloError,
          inputBand: withError.inputBand,
          floor: withError.floor,
          sigma: withError.sigma,
          draws: withError.draws,
          runsPerDraw: withError.runsPerDraw,
          numbers: withError.numbers,
        };
  const supported = 'reason' in withError ? null : isSupported(given, withError.floor);
  const object = {
    ...{ model: name, seed, precision, budget, event },
    method: methodOf(given),
    reason: choice.reason,
    givenModel: { kind, value, low, high, standardError, precise, basis },
    withModelError: second,
    supportedByCalibration: supported,
    events: { choice: choice.events, all: events, byCounting: byCounting(answer) },
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}

function methodOf({ kind, choice }: OomEstimate): string {
  return kind === 'certain' ? 'deterministic' : choice.method;
}

function givenInWords({ given, precision }: OomAnswer): string {
  const { kind, value, standardError, low, high, basis, precise } = given;
  if (kind === 'certain') return `deterministic: OOM ${value === 1 ? 'yes' : 'no'}`;
  if (kind === 'bound') {
    const from = low > 0 ? `at least ${chance(low, 'down')} and ` : '';
    return `${from}below ${chance(high, 'up')} (95%); ${basis}. More may be found with --budget.`;
  }
  const error = percent(standardError! / value!);
  const asked = precise ? '' : `, more than the ${percent(precision)} asked for (--budget)`;
  return (
    `${chance(value!)}, 95% interval ${chance(low, 'down')} to ${chance(high, 'up')} ` +
    `(standard error ${error}${asked}); ${basis}`
  );
}

function withErrorInWords({ withError }: OomAnswer): string {
  if ('reason' in withError) return `none: ${withError.reason}`;
  const { probability, inputBand, sigma, draws, runsPerDraw, numbers } = withError;
  const { value, low, high } = probability;
  return (
    `${chance(value)}, 95% interval ${chance(low, 'down')} to ` +
    `${chance(high, 'up')} by chance; ` +
    `not knowing the model better, ${INPUT_BAND} of what the probability may be lies from ` +
    `${edge(inputBand.low)} to ${edge(inputBand.high)} ` +
    `(${draws} draws of ${numbers} fitted numbers x ${runsPerDraw} runs, model error ${sigma})`
  );
}

/** Null where there is nothing to warn of. */
function verdictOf({ given, withError }: OomAnswer): string | null {
  if ('reason' in withError) return null;
  const { floor, sigma } = withError;
  if (isSupported(given, floor)) return null;
  return (
    `not supported by the calibration: with a model error of ${sigma}, peaks as high as these ` +
    `allow no claim below ${chance(floor, 'up')}`
  );
}

/** A floor that nobody could tell from 0. */
const NEGLIGIBLE = 1e-12;

/** Whether the calibration allows a claim as small as the first figure. */
function isSupported({ value, high }: OomEstimate, floor: number): boolean {
  return floor < NEGLIGIBLE || (value ?? high) >= floor;
}

function byCounting({ given, precision }: OomAnswer): number | null {
  const { kind, value, eventsPerRun } = given;
  if (kind !== 'estimate' || value === null || value === 0) return null;
  return eventsByCounting(value, eventsPerRun, precision);
}

function effortInWords(answer: OomAnswer): string {
  const { given, precision } = answer;
  const used = `${amount(given.events)} events, ${amount(given.choice.events)} of them for the choice`;
  const counted = byCounting(answer);
  if (counted === null || given.choice.method === 'crude') return used;
  const times = counted / given.events;
  const compared = times >= 2 ? `${amount(times)} times as many` : 'no fewer to speak of';
  return `${used}; counting kills would take ${amount(counted)} for ${percent(precision)}: ${compared}`;
}

/** A probability to three digits, a bound rounded to its safe side. */
function chance(p: number, rounding: 'nearest' | 'up' | 'down' = 'nearest'): string {
  if (p === 0 || p === 1) return String(p);
  const unit = 10 ** (Math.floor(Math.log10(p)) - 2);
  const digits = p / unit;
  const kept =
    rounding === 'up'
      ? Math.ceil(digits - 1e-9)
      : rounding === 'down'
        ? Math.floor(digits + 1e-9)
        : Math.round(digits);
  const value = Number((kept * unit).toPrecision(3));
  return value < 1e-3 ? value.toExponential() : String(value);
}

/** Of a band over draws: none killed in a few runs is not never. */
function edge(p: number): string {
  return p === 0 ? 'next to 0' : chance(p);
}

/** `1234`, `1.2e9`. */
function amount(value: number): string {
  return value < 1e5 ? String(Math.round(value)) : value.toExponential(1).replace('e+', 'e');
}

const HEAD_WIDTH = 13;

function wrapped(head: string, text: string, columns: number): string {
  const room = columns === 0 ? Number.POSITIVE_INFINITY : Math.max(20, columns - HEAD_WIDTH);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  const [first, ...rest] = lines;
  const all = [
    head.padEnd(HEAD_WIDTH) + first,
    ...rest.map((each) => ' '.repeat(HEAD_WIDTH) + each),
  ];
  return `${all.join('\n')}\n`;
}
