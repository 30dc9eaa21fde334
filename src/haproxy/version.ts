/**
 * What differs between HAProxy versions in the behaviour modelled here. Each fact was observed on
 * builds of 2.6.12, 2.8.0, 3.0.0 and 3.2.0; point releases may carry backports.
 */
import type { HaproxyVersion } from './options.ts';
export interface VersionTraits {
  /** Equal leastconn keys: `oldest` takes the server repositioned longest ago (lb_fwlc.c). */
  readonly ties: 'oldest' | 'random';
  /** A server that comes UP is handed queued requests beyond its slots (haproxy#2744). */
  readonly overshootsOnReturn: boolean;
  /** When the last server goes DOWN, the backend queue gets 503 `SC` at once. */
  readonly flushesQueueWithoutServer: boolean;
}

const BEFORE_3_2: VersionTraits = {
  ties: 'oldest',
  overshootsOnReturn: true,
  flushesQueueWithoutServer: false,
};

const SINCE_3_2: VersionTraits = {
  ties: 'random',
  overshootsOnReturn: false,
  flushesQueueWithoutServer: true,
};

export function traitsOf(version: HaproxyVersion): VersionTraits {
  return version === '3.2' ? SINCE_3_2 : BEFORE_3_2;
}
