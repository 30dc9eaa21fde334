/** Measured cases made up for tests. */
import type { CaseConfig, CaseMeasures, MeasuredCase } from '../conformance/measured-case.ts';

interface Given {
  readonly config?: Partial<CaseConfig>;
  readonly measured?: Partial<CaseMeasures>;
}

const CONFIG: CaseConfig = {
  handler: 'read-all',
  pods: 1,
  memory_limit_bytes: 2 ** 33,
  clients: 'closed',
  workers: 1,
  requests: 2,
  method: 'PUT',
  body_bytes: 16e6,
  haproxy: false,
  s3_delay_s: 0.5,
  encryption: 'gcm',
  keep_plain_during_upload: true,
  restart_backoff_base_s: 2,
};

const MEASURED: CaseMeasures = {
  oom_kills: [0],
  requests: 2,
  200: 2,
  503: 0,
  502: 0,
  504: 0,
  reset: 0,
  by_pod: [2],
  duration: 1,
  peak_rss: [0],
  peak_usage: [0],
  peak_usage_plus_tcp: [0],
  peak_tcp: [0],
  idle_rss: [0],
  rss_after: [0],
  peak_unread: [0],
};

export function measuredCase(id: string, { config, measured }: Given = {}): MeasuredCase {
  return {
    id,
    group: 'A',
    repeat: 0,
    note: '',
    config: { ...CONFIG, ...config },
    measured: { ...MEASURED, ...measured },
  };
}
