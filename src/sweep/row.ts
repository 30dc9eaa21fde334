/** One row of rows.csv and rows.json: a design point and what its replications say. */
import { HORIZON } from './horizon.ts';
import type { Statistic } from './statistic.ts';
import { STEADY } from './steady-statistics.ts';

/** A varied value in base units; `none` is null. */
export type Cell = number | string | boolean | null;

export interface Row {
  /** Varied paths first (dotted), in the order of the experiment file, then the statistics. */
  readonly [column: string]: Cell;
}

/** Of P(OOM) with parameters and model error drawn from their uncertainty; null where unknown. */
export const SECOND_FIGURE: readonly Statistic[] = [
  {
    key: 'oom_probability_all',
    unit: 'share',
    doc: 'P(OOM) with the fitted parameters and the error of the model drawn as well',
  },
  {
    key: 'oom_probability_all_low',
    unit: 'share',
    doc: 'lower end of its 95% interval from the finite number of draws (betting, Waudby-Smith and Ramdas)',
  },
  { key: 'oom_probability_all_high', unit: 'share', doc: 'upper end of the same' },
  {
    key: 'oom_input_low',
    unit: 'share',
    doc: 'lower end of the 90% input band: of P(OOM) over what is not known; measurements narrow it',
  },
  { key: 'oom_input_high', unit: 'share', doc: 'upper end of the same' },
  {
    key: 'oom_floor',
    unit: 'share',
    doc: 'least P(OOM) that the calibration supports at this peak memory',
  },
  {
    key: 'oom_all_note',
    unit: 'text',
    doc: 'what the second figure was drawn from, or why there is none',
  },
];

/** Against the row with the same seeds at the present setting of one knob; null where unknown. */
export const AGAINST_PRESENT: readonly Statistic[] = [
  { key: 'against', unit: 'text', doc: 'the present setting the row is compared with' },
  {
    key: 'oom_difference',
    unit: 'share',
    doc: 'P(OOM) less that at the present setting, over paired replications',
  },
  { key: 'oom_difference_low', unit: 'share', doc: 'lower end of its 95% interval (Newcombe)' },
  { key: 'oom_difference_high', unit: 'share', doc: 'upper end of the same' },
  {
    key: 'served_difference',
    unit: 'share',
    doc: 'share served within 60 s less that at the present setting, over paired replications',
  },
  { key: 'served_difference_low', unit: 'share', doc: 'lower end of its 95% interval (Student)' },
  { key: 'served_difference_high', unit: 'share', doc: 'upper end of the same' },
  { key: 'paired_replications', unit: 'count', doc: 'replications both rows have' },
];

/**
 * The columns after the varied paths, in order, with unit and meaning: the only list of them.
 * Latency quantiles that fall among failed operations are null, and so is whatever is undefined.
 */
export const STATISTICS: readonly Statistic[] = [
  {
    key: 'oom_probability',
    unit: 'share',
    doc: 'share of replications in which any pod was OOMKilled',
  },
  { key: 'oom_probability_low', unit: 'share', doc: 'lower end of its 95% interval' },
  { key: 'oom_probability_high', unit: 'share', doc: 'upper end of the same' },
  {
    key: 'oom_interval',
    unit: 'text',
    doc: 'whose interval: Wilson, or Clopper-Pearson where his upper end would be too low',
  },
  {
    key: 'oom_probability_bound',
    unit: 'share',
    doc: 'where no or every replication had a kill: its exact one-sided 95% bound, upper or lower',
  },
  ...SECOND_FIGURE,
  ...HORIZON,
  { key: 'served_within_60s_share', unit: 'share', doc: 'operations answered ok within 60 s' },
  {
    key: 'served_within_60s_low',
    unit: 'share',
    doc: 'lower end of its 95% interval over replications',
  },
  {
    key: 'served_within_60s_high',
    unit: 'share',
    doc: 'upper end of its 95% interval over replications',
  },
  {
    key: 'latency_p50_s',
    unit: 's',
    doc: 'median from the first send of an operation to its final answer, failures infinite',
  },
  { key: 'latency_p99_s', unit: 's', doc: '99% quantile of the same' },
  { key: 'latency_ok_p50_s', unit: 's', doc: 'median latency of ok attempts alone' },
  { key: 'latency_ok_p99_s', unit: 's', doc: '99% quantile of the same' },
  { key: 'queue_wait_p50_s', unit: 's', doc: 'median wait of attempts that reached a pod' },
  { key: 'queue_wait_p99_s', unit: 's', doc: '99% quantile of the same' },
  { key: 'ok_share', unit: 'share', doc: 'attempts that ended ok' },
  { key: 'queue_timeout_share', unit: 'share', doc: 'attempts that ended 503 sQ' },
  { key: 'no_server_share', unit: 'share', doc: 'attempts that ended 503 SC' },
  { key: 'limiter_rejected_share', unit: 'share', doc: 'attempts the app refused with a 503' },
  { key: 'killed_share', unit: 'share', doc: 'attempts cut off by the death of their pod' },
  {
    key: 'gateway_timeout_share',
    unit: 'share',
    doc: 'attempts HAProxy ended with a 504, its server too slow',
  },
  {
    key: 'client_gave_up_share',
    unit: 'share',
    doc: 'attempts whose client left, or stalled until HAProxy cut it off',
  },
  { key: 'not_accepted_share', unit: 'share', doc: 'attempts turned away at the front door' },
  { key: 'unfinished_share', unit: 'share', doc: 'attempts still there when their run ended' },
  {
    key: 'answered_503_share',
    unit: 'share',
    doc: 'attempts answered 503: queue_timeout, no_server and limiter_rejected together',
  },
  {
    key: 'attempts_per_operation',
    unit: 'count',
    doc: 'attempts sent for each operation; above 1 clients tried again',
  },
  {
    key: 'peak_memory_p50_bytes',
    unit: 'B',
    doc: "median over replications of the fleet's highest pod peak",
  },
  { key: 'peak_memory_p05_bytes', unit: 'B', doc: '5% quantile of the same' },
  { key: 'peak_memory_p95_bytes', unit: 'B', doc: '95% quantile of the same' },
  { key: 'peak_memory_max_bytes', unit: 'B', doc: 'largest of the same' },
  { key: 'oom_kills_mean', unit: 'count', doc: 'OOM kills per replication' },
  {
    key: 'liveness_kills_mean',
    unit: 'count',
    doc: 'pods killed by their liveness probe, per replication',
  },
  {
    key: 'cascade_probability',
    unit: 'share',
    doc: 'replications with a pod OOMKilled while another was out, of those in which a pod died',
  },
  {
    key: 'cascade_probability_low',
    unit: 'share',
    doc: 'lower end of its Wilson 95% interval',
  },
  {
    key: 'cascade_probability_high',
    unit: 'share',
    doc: 'upper end of its Wilson 95% interval',
  },
  {
    key: 'first_oom_p50_s',
    unit: 's',
    doc: 'median time of the first kill, of the replications with one',
  },
  {
    key: 'pod_seconds_lost_mean',
    unit: 's',
    doc: 'pod-seconds not ready because of kills, per replication',
  },
  {
    key: 'goodput_bytes_per_s',
    unit: 'B/s',
    doc: 'bytes of ok attempts over the time to the last ending',
  },
  { key: 'makespan_p50_s', unit: 's', doc: 'median time of the last ending' },
  { key: 'peak_in_flight_max', unit: 'count', doc: 'most requests at once in one pod' },
  { key: 'peak_queue_max', unit: 'count', doc: 'longest backend queue' },
  {
    key: 'peak_base_bytes',
    unit: 'B',
    doc: 'at the highest moment of the highest pod, mean over replications: idle process',
  },
  { key: 'peak_handler_bytes', unit: 'B', doc: 'same: held by handlers' },
  { key: 'peak_unread_bytes', unit: 'B', doc: 'same: read by uvicorn, not yet by the handler' },
  { key: 'peak_write_buffer_bytes', unit: 'B', doc: 'same: response bytes in the transport' },
  { key: 'peak_kernel_receive_bytes', unit: 'B', doc: 'same: kernel receive buffers' },
  { key: 'peak_kernel_send_bytes', unit: 'B', doc: 'same: kernel send buffers' },
  {
    key: 'peak_retained_bytes',
    unit: 'B',
    doc: 'same: allocator retention, run effect, growth per wave',
  },
  {
    key: 'bound_bytes',
    unit: 'B',
    doc: 'deterministic bound on the memory of a pod; null where there is none',
  },
  { key: 'bound_note', unit: 'text', doc: 'why there is no bound, or what it covers' },
  {
    key: 'deterministic',
    unit: 'flag',
    doc: 'no replication drew a random number: OOM is yes or no',
  },
  { key: 'replications', unit: 'count', doc: 'independent runs behind the row' },
  {
    key: 'stopped_on',
    unit: 'text',
    doc: 'what ended the replications: precise, budget, deterministic, or replications: exactly so many',
  },
  { key: 'requests', unit: 'count', doc: 'attempts, all replications together' },
  { key: 'events', unit: 'count', doc: 'kernel events, all replications together' },
  {
    key: 'terminations',
    unit: 'text',
    doc: "attempts by HAProxy's termination state, all replications together, as `--:90 sQ:10`",
  },
  ...STEADY,
  ...AGAINST_PRESENT,
  { key: 'grid', unit: 'text', doc: 'which grid of the experiment the row belongs to' },
  { key: 'warnings', unit: 'text', doc: 'why to look before trusting the row; empty is well' },
];
