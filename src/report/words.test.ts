import { expect, it } from 'vitest';
import { noneSeenBound } from '../stats/proportion.ts';
import { oomInWords, oomUnderEach, servedInWords, weakestEvidence } from './words.ts';

const row = (kills: number, replications: number, more = {}) => ({
  oom_probability: kills / replications,
  oom_probability_low: 0.023,
  oom_probability_high: 0.069,
  oom_probability_bound:
    kills === 0 ? noneSeenBound(replications) : 1 - noneSeenBound(replications),
  replications,
  deterministic: false,
  ...more,
});

it('no kill is said with the runs behind it and a bound, never as a chance of 0', () => {
  expect(oomInWords(row(0, 300), 'backup window')).toBe(
    '0 of 300 simulated backup windows: below 1% (95%)',
  );
  expect(oomInWords(row(0, 1), 'flood')).toBe('0 of 1 simulated flood: below 95% (95%)');
  expect(oomInWords(row(0, 300), 'death of a pod')).toMatch(/^0 of 300 simulated deaths of a pod:/);
  expect(oomInWords(row(0, 300), 'five minutes')).toMatch(/^0 of 300 simulated five minutes:/);
});

it('a kill in every run is said with a bound from below', () => {
  expect(oomInWords(row(300, 300), 'backup window')).toBe(
    '300 of 300 simulated backup windows: above 99% (95%)',
  );
});

it('a share is said with its interval', () => {
  expect(oomInWords(row(12, 300), 'backup window')).toBe(
    '12 of 300 simulated backup windows (4%, 95% interval 2.3% to 6.9%)',
  );
});

it('what cannot vary is yes or no, without an interval', () => {
  const sure = { deterministic: true };
  expect(oomInWords(row(0, 20, sure), 'flood')).toBe('deterministic: OOM no');
  expect(oomInWords(row(20, 20, sure), 'flood')).toBe('deterministic: OOM yes');
});

it('a served share is said with its interval, or not at all', () => {
  const served = { served_within_60s_share: 0.982, served_within_60s_low: 0.97 };
  expect(servedInWords({ ...served, served_within_60s_high: 0.99 })).toBe('98.2% (97% to 99%)');
  expect(servedInWords({ served_within_60s_share: null })).toBeNull();
});

it('many runs keep the digits of their bound', () => {
  expect(oomInWords(row(0, 1e4), 'flood')).toBe('0 of 10000 simulated floods: below 0.03% (95%)');
  expect(oomInWords(row(1e4, 1e4), 'flood')).toBe(
    '10000 of 10000 simulated floods: above 99.97% (95%)',
  );
});

it('of several rows the one with the fewest runs speaks, a deterministic one only if all are', () => {
  const sure = row(0, 1, { deterministic: true });
  const [few, many] = [row(0, 40), row(0, 100)];
  expect(weakestEvidence([many, sure, few])).toBe(few);
  expect(weakestEvidence([sure, sure])).toBe(sure);
});

const errors = (probability: number, low: number, high: number, floor = 0) => ({
  oom_probability_all: probability,
  oom_input_low: low,
  oom_input_high: high,
  oom_floor: floor,
});

it('the second figure stands beside the first, with its input band', () => {
  expect(oomInWords(row(0, 300, errors(0.04, 0, 0.31)), 'flood')).toBe(
    '0 of 300 simulated floods: below 1% (95%), with model errors 4% (0% to 31%)',
  );
  expect(oomInWords(row(12, 300, errors(0.1, 0, 1)), 'flood')).toBe(
    '12 of 300 simulated floods (4%, 95% interval 2.3% to 6.9%), with model errors 10% (0% to 100%)',
  );
});

it('a claim below what the calibration supports says so, a deterministic one too', () => {
  expect(oomInWords(row(0, 300, errors(0.04, 0, 0.31, 0.02)), 'flood')).toMatch(
    /with model errors 4% \(0% to 31%\); below 2% not supported by the calibration$/,
  );
  const sure = { deterministic: true };
  expect(oomInWords(row(0, 20, { ...errors(0.02, 0, 0, 0.02), ...sure }), 'flood')).toBe(
    'deterministic: OOM no, with model errors 2%; below 2% not supported by the calibration',
  );
  expect(oomInWords(row(20, 20, { ...errors(0.9, 1, 1, 0.9), ...sure }), 'flood')).toBe(
    'deterministic: OOM yes, with model errors 90%',
  );
});

it('no tail is said further out than it can be known', () => {
  expect(oomInWords(row(0, 300, errors(1e-12, 0, 0)), 'flood')).toMatch(/errors below 0.01%$/);
  expect(oomInWords(row(300, 300, errors(1 - 1e-9, 1, 1)), 'flood')).toMatch(/above 99.99%$/);
});

it('of several rows the second figure is the largest, the first the one that proves least', () => {
  const rows = [row(0, 300, errors(0.01, 0, 0.1)), row(0, 100, errors(0.002, 0, 0)), row(0, 200)];
  expect(oomUnderEach(rows, 'flood', 'under each')).toBe(
    '0 of 100 simulated floods: below 3% (95%) under each, with model errors up to 1% (0% to 10%)',
  );
  expect(oomUnderEach([row(0, 100)], 'flood', 'at each')).toBe(
    '0 of 100 simulated floods: below 3% (95%) at each',
  );
});
