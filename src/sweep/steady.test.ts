import { expect, it } from 'vitest';
import type { Model } from '../config/config.ts';
import { modelFrom } from '../config/config.ts';
import { simulate } from '../simulation/simulate.ts';
import { pureQueue } from '../theory/plain-models.ts';
import { NOT_AVERAGED, steadyCells } from './steady.ts';

/** One server of rate 1/s with Poisson arrivals. */
function queue(rate: number, horizon: number, patience?: string): Model {
  const service = { law: 'exponential', mean: '1s' };
  const one = { pods: 1, servers: 1, rate, service, ...(patience && { patience }) };
  return modelFrom(pureQueue(one, horizon));
}

function cellsOf(model: Model, maxEvents = 1e9) {
  return steadyCells(simulate(model, 'steady', { load: true }), maxEvents);
}

it('has the long-run figures of M/M/1 within their intervals, its start left out or not', () => {
  const cells = cellsOf(queue(0.5, 80_000));
  // The time in the system is exponential with rate 1 - rho, the wait rho times that.
  const exact = {
    steady_latency_mean: 2,
    steady_latency_p99: Math.log(100) / 0.5,
    steady_wait_mean: 1,
    steady_wait_p99: Math.log(50) / 0.5,
  };
  for (const [stem, value] of Object.entries(exact)) {
    expect(cells[`${stem}_low_s`], stem).toBeLessThan(value);
    expect(cells[`${stem}_high_s`], stem).toBeGreaterThan(value);
    const width = (cells[`${stem}_high_s`] as number) - (cells[`${stem}_low_s`] as number);
    expect(width / value).toBeLessThan(0.4);
  }
  expect(cells).toMatchObject({ steady_ok_share: 1, steady_ok_low: 1, steady_note: '' });
  expect(cells.steady_operations).toBeGreaterThan(35_000);
  expect(cells.steady_effective_size).toBeLessThan(8000);
});

it('flags an overload without time-outs, and averages one with them', () => {
  const endless = cellsOf(queue(1.5, 20_000));
  expect(endless.steady_note).toMatch(`${NOT_AVERAGED}latency: `);
  expect(endless).toMatchObject({ steady_latency_mean_s: null, steady_wait_p99_low_s: null });
  const cut = cellsOf(queue(1.5, 20_000, '1s'));
  // M/M/1+D: 1.5/s against 1/s with a time-out of 1 s loses 45.6% (oracle O4).
  expect(cut.steady_ok_low).toBeLessThan(1 - 0.45635);
  expect(cut.steady_ok_high).toBeGreaterThan(1 - 0.45635);
  expect(cut.steady_note).toBe('');
  // Failures are infinitely late.
  expect(cut.steady_latency_p99_s).toBeNull();
  expect(cut.steady_wait_p99_s).toBeLessThan(1);
});

it('says where a run is too short, and where its budget of events ran out', () => {
  expect(cellsOf(queue(0.5, 300)).steady_note).toMatch(/independent values, too few$/);
  expect(cellsOf(queue(0.5, 80_000), 1000).steady_note).toBe('not averaged: event budget used up');
  // Enough for a mean is not yet enough for the tail.
  const { steady_note, steady_latency_mean_s, steady_latency_p99_s } = cellsOf(queue(0.5, 6000));
  expect(steady_latency_mean_s).not.toBeNull();
  expect(steady_latency_p99_s).toBeNull();
  expect(steady_note).toContain('99% of latency: too few independent values beyond');
});
