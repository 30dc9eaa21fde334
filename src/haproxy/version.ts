/**
 * What differs between HAProxy versions in the behaviour modelled here. Each fact was observed on
 * builds of 2.6.12, 2.8.0, 3.0.0 and 3.2.0; point releases may carry backports.
 */
import type { Termination } from '../request/termination.ts';
import type { HaproxyVersion } from './options.ts';

export interface VersionTraits {
  /** Equal leastconn keys: `oldest` takes the server repositioned longest ago (lb_fwlc.c). */
  readonly ties: 'oldest' | 'random';
  /** A server that comes UP is handed queued requests beyond its slots (haproxy#2744). */
  readonly overshootsOnReturn: boolean;
  /** When the last server goes DOWN, the backend queue gets 503 `SC` at once. */
  readonly flushesQueueWithoutServer: boolean;
  /** Whose time-out runs while a client stalls in mid-upload; 2.6 suspends the client's own. */
  readonly stalledUpload: 'server' | 'client';
  /** Whether `timeout client` runs in the queue while a small body is still to come. */
  readonly clientTimeoutInQueue: boolean;
  /** How an upload ends whose pod stops reading for longer than `timeout server`. */
  readonly unreadUpload: Termination;
  /** How an upload ends that its pod cuts, and one that its client cuts. */
  readonly uploadCutByPod: Termination;
  readonly uploadCutByClient: Termination;
}

const V2_6: VersionTraits = {
  ties: 'oldest',
  overshootsOnReturn: true,
  flushesQueueWithoutServer: false,
  stalledUpload: 'server',
  clientTimeoutInQueue: false,
  unreadUpload: 'sD',
  uploadCutByPod: 'SD',
  uploadCutByClient: 'CD',
};

const V2_8: VersionTraits = {
  ...V2_6,
  stalledUpload: 'client',
  clientTimeoutInQueue: true,
  unreadUpload: 'sH',
  uploadCutByPod: 'SH',
  uploadCutByClient: 'CH',
};

const V3_2: VersionTraits = {
  ...V2_8,
  ties: 'random',
  overshootsOnReturn: false,
  flushesQueueWithoutServer: true,
  unreadUpload: 'SH',
};

const TRAITS: Record<HaproxyVersion, VersionTraits> = {
  '2.6': V2_6,
  '2.8': V2_8,
  '3.0': V2_8,
  '3.2': V3_2,
};

export function traitsOf(version: HaproxyVersion): VersionTraits {
  return TRAITS[version];
}
