import { expect, it } from 'vitest';
import { readRequirement } from './requirement.ts';

const read = (raw: unknown) => {
  const reading = readRequirement(raw);
  if ('value' in reading) return reading.value;
  const { expected, hint } = reading.problems[0]!;
  return `${expected}; ${hint}`;
};

it.each([
  ['oom_probability < 1e-3', 'oom_probability', '<', 1e-3],
  ['served_within_60s_share>99%', 'served_within_60s_share', '>', 0.99],
  ['  latency_p99_s <  250ms ', 'latency_p99_s', '<', 0.25],
  ['peak_memory_max_bytes < 480MiB', 'peak_memory_max_bytes', '<', 480 * 2 ** 20],
  ['goodput_bytes_per_s > 20MB/s', 'goodput_bytes_per_s', '>', 20e6],
  ['oom_kills_mean < 0.5', 'oom_kills_mean', '<', 0.5],
  ['queue_wait_p99_s > 0', 'queue_wait_p99_s', '>', 0],
])('%s is a requirement in base units', (text, statistic, sense, bound) => {
  expect(read(text)).toMatchObject({ statistic, sense, bound, text: text.trim() });
});

it.each([
  ['oom_probabilty < 1e-3', /numeric statistic.*did you mean "oom_probability"/],
  ['oom < 1e-3', /did you mean "oom_probability"/],
  ['bound_note < 1', /numeric statistic/],
  ['oom_probability <= 1e-3', /< or >.*write oom_probability < 1e-3/],
  ['oom_probability = 1e-3', /< or >/],
  ['oom_probability < 5', /a share from 0 to 1.*write 5% or 0.05/],
  ['oom_probability < -1', /a share from 0 to 1/],
  ['oom_probability < 1.2.3', /a share/],
  ['latency_p99_s < 30', /a duration.*30s or 30ms/],
  ['latency_p99_s < -3s', /a duration/],
  ['peak_memory_max_bytes < 512mb', /a size.*512MB or 512MiB/],
  ['oom_kills_mean < few', /a number/],
  ['oom_probability', /such as oom_probability < 1e-3/],
  [3, /such as oom_probability < 1e-3/],
])('%s is told what is wrong with it', (raw, said) => {
  expect(read(raw)).toMatch(said);
});
