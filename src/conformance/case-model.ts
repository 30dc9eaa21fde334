/** The configuration of a measured case -> what it changes in the model of the rig. */
import type { CaseConfig, MeasuredCase } from './measured-case.ts';

/** Overrides by path, in the notation of a model file. */
export type Settings = Readonly<Record<string, unknown>>;

type Said = { readonly settings: Settings } | { readonly notCovered: string };

/** How long the rig itself adds to the time of service of a handler that only waits [s]. */
export interface RigTimes {
  readonly overhead: number;
}

/** @returns overrides of models/rig.yaml, or what the model would have to have */
export function caseSettings({ config }: MeasuredCase, rig: RigTimes): Said {
  const reason = notModelled(config);
  if (reason !== null) return { notCovered: reason };
  const settings = {
    clients: clientsOf(config),
    ...podSettings(config, rig),
    ...haproxySettings(config),
    ...runSettings(config),
  };
  return { settings };
}

function notModelled({ environment }: CaseConfig): string | null {
  if (environment?.THREAD_ENC) return 'encryption in threads, beside the event loop';
  return null;
}

/**
 * One crowd, or two where the paces of uploads and downloads differ: in a mixed flood the rig's
 * readers are slow, its writers are not. Each half then keeps to its own method.
 */
function clientsOf(config: CaseConfig): Settings[] {
  const { method, get_share = 0, download_pace_bytes_per_s: pace, workers = 0 } = config;
  if (method !== 'mixed' || pace === undefined) {
    return [clientOf(config, workers, config.requests)];
  }
  const readers = Math.round(workers * get_share);
  const reads = Math.round(config.requests * get_share);
  const { download_pace_bytes_per_s: _, ...unpaced } = config;
  return [
    clientOf({ ...unpaced, method: 'PUT' }, workers - readers, config.requests - reads),
    clientOf({ ...config, method: 'GET' }, readers, reads),
  ];
}

function clientOf(config: CaseConfig, workers: number, requests: number): Settings {
  const { method, upload_pace_bytes_per_s, download_pace_bytes_per_s } = config;
  const pace = method === 'PUT' ? upload_pace_bytes_per_s : download_pace_bytes_per_s;
  return {
    ...(config.clients === 'closed'
      ? { kind: 'closed', workers, requests }
      : { kind: 'open', rate: `${config.rate_per_s}/s` }),
    method: method === 'GET' ? 'GET' : 'PUT',
    getShare: method === 'mixed' ? config.get_share : 0,
    bodySize: inBytes(config.body_bytes),
    ...(config.response_bytes && { responseSize: inBytes(config.response_bytes) }),
    // The rig's clients send no byte of a body unasked, however long the handler sleeps first.
    ...(config.expect_100_continue && { expect: { enabled: true, wait: '1h' } }),
    // They are programs that keep to a schedule of bytes.
    ...(pace !== undefined && { pace: `${pace}B/s`, catchUp: true }),
  };
}

function podSettings(config: CaseConfig, { overhead }: RigTimes): Settings {
  const { handler, s3_delay_s: delay, service_law, environment, slow_pod } = config;
  const waits = handler === 'constant';
  const backoff = config.restart_backoff_base_s;
  const fixed = environment?.MALLOC_MMAP_THRESHOLD_ ?? environment?.MALLOC_TRIM_THRESHOLD_;
  const dropsOne = config.encryption === 'none' || !config.keep_plain_during_upload;
  return {
    'pod.replicas': config.pods,
    'pod.memoryLimit': inBytes(config.memory_limit_bytes),
    'pod.handler': handler,
    'pod.restart.first': inSeconds(backoff),
    'pod.restart.base': inSeconds(2 * backoff),
    ...(fixed !== undefined && { 'pod.allocator': 'fixed-threshold' }),
    ...(dropsOne && { 'pod.copies': 2 }),
    ...(config.limiter_budget_mib && { 'pod.limiter.budget': `${config.limiter_budget_mib}MiB` }),
    ...(config.limiter_wait_s && { 'pod.limiter.wait': inSeconds(config.limiter_wait_s) }),
    ...(slow_pod && {
      'pod.slow': [{ pod: slow_pod[0], service: inSeconds(slow_pod[1] + overhead) }],
    }),
    ...(waits && { 'pod.service': serviceLaw(delay + overhead, service_law) }),
    ...(!waits && { 'upstream.latency': inSeconds(delay) }),
    ...(config.s3_rate_bytes_per_s && { 'upstream.rate': `${config.s3_rate_bytes_per_s}B/s` }),
  };
}

function serviceLaw(mean: number, law: CaseConfig['service_law']): unknown {
  return law === 'exp' ? { law: 'exponential', mean: inSeconds(mean) } : inSeconds(mean);
}

function haproxySettings(config: CaseConfig): Settings {
  if (!config.haproxy) return { 'haproxy.enabled': false };
  const { maxconn, timeout_queue_s: patience, retries, balance, redispatch } = config;
  return {
    'haproxy.enabled': true,
    'haproxy.maxconn': maxconn ?? 'none',
    'haproxy.redispatch': redispatch ?? false,
    ...(balance !== undefined && { 'haproxy.balance': balance }),
    ...(patience !== undefined && { 'haproxy.timeouts.queue': inSeconds(patience) }),
    ...(retries !== undefined && { 'haproxy.retries': retries }),
    ...checkSettings(config.check ?? ''),
  };
}

const SERVER_WORDS: Readonly<Record<string, string>> = {
  inter: 'check.inter',
  fall: 'check.fall',
  rise: 'check.rise',
  observe: 'observe',
  'error-limit': 'errorLimit',
  'on-error': 'onError',
};

/** `inter 2s fall 3 rise 2 observe layer4` */
function checkSettings(check: string): Settings {
  const words = check.split(' ');
  const said = Object.entries(SERVER_WORDS).filter(([word]) => words.includes(word));
  return Object.fromEntries(
    said.map(([word, path]) => [`haproxy.${path}`, yamlScalar(words[words.indexOf(word) + 1]!)]),
  );
}

const yamlScalar = (word: string) => (/^\d+$/.test(word) ? Number(word) : word);

function runSettings({ clients, requests, rate_per_s, kill_at = [] }: CaseConfig): Settings {
  return {
    ...(clients === 'poisson' && { 'run.horizon': inSeconds(requests / rate_per_s!) }),
    ...(kill_at.length > 0 && {
      'run.faults': kill_at.map(([at, pod]) => ({ at: inSeconds(at), pod })),
    }),
  };
}

const inBytes = (bytes: number) => `${bytes}B`;
const inSeconds = (seconds: number) => `${seconds}s`;
