import { type Statistic, withInterval } from './statistic.ts';

/**
 * Of one long run under steady load, warm-up left out; null where the experiment asks for none, and
 * where the run is not stationary. Not of the replications: what happens within a window, OOM kills
 * above all, is in the other columns.
 */
export const STEADY: readonly Statistic[] = [
  ...withInterval(
    'steady_latency_mean',
    's',
    'long-run mean latency of operations answered ok (batch means)',
  ),
  ...withInterval(
    'steady_latency_p99',
    's',
    '99% quantile of the latency of operations in the long run, failures infinite',
  ),
  ...withInterval(
    'steady_wait_mean',
    's',
    'long-run mean wait of attempts that reached a pod (batch means)',
  ),
  ...withInterval('steady_wait_p99', 's', '99% quantile of the same'),
  ...withInterval('steady_ok', 'share', 'operations answered ok in the long run'),
  { key: 'steady_warm_up_s', unit: 's', doc: 'start of the long run, left out (MSER-5)' },
  { key: 'steady_operations', unit: 'count', doc: 'operations after the warm-up' },
  {
    key: 'steady_effective_size',
    unit: 'count',
    doc: 'independent values that the latencies of its ok operations are worth',
  },
  {
    key: 'steady_note',
    unit: 'text',
    doc: 'why the long run is not averaged, or what it leaves open; empty is well',
  },
];
