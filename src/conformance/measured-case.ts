/** The file models/measured/cases.json: what was configured and what was measured, case by case. */
import type { HandlerName } from '../pod/options.ts';
import type { Provenance } from './results.ts';

/** How the rig was set up; absent is off, or the rig's default. */
export interface CaseConfig {
  readonly handler: HandlerName;
  readonly pods: number;
  readonly memory_limit_bytes: number;
  readonly clients: 'closed' | 'poisson';
  readonly workers?: number;
  readonly rate_per_s?: number;
  readonly requests: number;
  readonly method: 'PUT' | 'GET' | 'mixed';
  readonly get_share?: number;
  readonly body_bytes: number;
  readonly response_bytes?: number;
  readonly upload_pace_bytes_per_s?: number;
  readonly download_pace_bytes_per_s?: number;
  readonly expect_100_continue?: boolean;
  readonly haproxy: boolean;
  /** Per server. */
  readonly maxconn?: number;
  readonly timeout_queue_s?: number;
  /** A number: after so many retries. */
  readonly redispatch?: boolean | number;
  readonly retries?: number;
  readonly balance?: 'roundrobin';
  /** As in haproxy.cfg: `inter 2s fall 3 rise 2`. */
  readonly check?: string;
  /** Of each call to the store; with `constant` the time of service. */
  readonly s3_delay_s: number;
  readonly service_law?: 'det' | 'exp';
  readonly s3_rate_bytes_per_s?: number;
  readonly limiter_budget_mib?: number;
  readonly limiter_wait_s?: number;
  /** How the body is encrypted; gcm, aesgcm and copy all make one new buffer. */
  readonly encryption: 'gcm' | 'aesgcm' | 'copy' | 'none';
  readonly keep_plain_during_upload: boolean;
  /** The first delay of the supervisor; each further one is twice as long. */
  readonly restart_backoff_base_s: number;
  /** When [s] and which pod: SIGKILL by the rig. */
  readonly kill_at?: readonly (readonly [number, number])[];
  /** Which pod, and its time of service [s]. */
  readonly slow_pod?: readonly [number, number];
  /** Of the pods: malloc's settings, and THREAD_ENC, which encrypts in a thread. */
  readonly environment?: Readonly<Record<string, number>>;
}

/** Times in s, memory in B; lists by pod. */
export interface CaseMeasures {
  readonly oom_kills: readonly number[];
  readonly requests: number;
  readonly 200: number;
  readonly 503: number;
  readonly 502: number;
  readonly 504: number;
  /** No HTTP answer at all. */
  readonly reset: number;
  /** Answered 200. */
  readonly by_pod: readonly number[];
  readonly duration: number;
  /** Of requests answered 200, as their client saw it. */
  readonly latency?: { readonly p50: number; readonly p99: number };
  /** HAProxy's Tw of requests answered 200. */
  readonly queue_wait?: { readonly p50: number; readonly p99: number; readonly mean: number };
  /** 503 with the termination state sQ; only with HAProxy. */
  readonly queue_timeouts?: number;
  /** Status and termination state: how many. */
  readonly term?: Readonly<Record<string, number>>;
  readonly peak_rss: readonly number[];
  readonly peak_usage: readonly number[];
  /** Highest sampled sum of memory and socket memory: what cgroup v2 would charge. */
  readonly peak_usage_plus_tcp: readonly number[];
  readonly peak_tcp: readonly number[];
  /** Of the idle process before the load, and of what is left of it after [B]; 0: of none. */
  readonly idle_rss: readonly number[];
  readonly rss_after: readonly number[];
  /** Highest sum of uvicorn's buffers of unread bodies [B]. */
  readonly peak_unread: readonly number[];
  /** HAProxy's Tr of requests answered 200 [s]. */
  readonly response_time?: { readonly p50: number; readonly mean: number };
  /** When pods died [s], with how many requests in them, and how old their process was [s]. */
  readonly deaths?: readonly {
    readonly pod: number;
    readonly at: number;
    readonly oom: boolean;
    readonly in_flight: number;
    readonly age: number;
  }[];
}

export interface MeasuredCase {
  readonly id: string;
  readonly group: string;
  /** From 1 for cases that were repeated; 0: measured once. */
  readonly repeat: number;
  readonly note: string;
  readonly config: CaseConfig;
  readonly measured: CaseMeasures;
}

export interface MeasuredCases {
  readonly provenance: Provenance;
  readonly cases: readonly MeasuredCase[];
}

/** What the repeats of one case have in common: its id without `_r1`. */
export function repeatedId({ id }: Pick<MeasuredCase, 'id'>): string {
  return id.replace(/_r\d$/, '');
}
