/** What becomes of a failed attempt (backend.c, back_handle_st_cer; stream.h; http_ana.c). */
import type { Ending } from '../request/ending.ts';
import { RESPONDING } from '../request/table.ts';

export const RETRY_REASONS = [
  'conn-failure',
  'empty-response',
  '503',
  'all-retryable-errors',
] as const;

type RetryReason = (typeof RETRY_REASONS)[number];

/** Longest pause before a refused server is tried again [s] (stream.c, SF_ERR turn-around). */
const LONGEST_TURN_AROUND = 1;

interface RetryOptions {
  readonly retries: number;
  readonly redispatch: boolean | number;
  readonly retryOn: readonly RetryReason[];
}

/** Pause before a refused attempt is repeated [s]; never longer than `timeout connect`. */
export function turnAround(connectTimeout: number): number {
  return Math.min(LONGEST_TURN_AROUND, connectTimeout);
}

export function retriesOn(reason: RetryReason, { retryOn }: RetryOptions): boolean {
  return retryOn.includes(reason) || retryOn.includes('all-retryable-errors');
}

/**
 * Whether a retry may go to another server (stream_choose_redispatch). Plain `option redispatch`
 * says "the last retry only", but with a second server to go to it is every retry.
 *
 * @param tries retries so far, this one included
 * @param isRunning whether the server that failed is UP and at full speed
 * @param usable servers that may be chosen
 */
export function redispatches(
  { retries, redispatch }: RetryOptions,
  tries: number,
  isRunning: boolean,
  usable: number,
): boolean {
  const interval = Number(redispatch === true ? -1 : redispatch);
  if (interval === 0) return false;
  if (!isRunning || usable > 1) return true;
  return interval > 0 ? tries % interval === 0 : tries % (retries + 1 + interval) === 0;
}

/**
 * Why a request that has reached a pod may be sent once more, or null: nothing of an answer may
 * have gone to the client.
 */
export function repeatReason(ending: Ending, stage: number): RetryReason | null {
  if (ending === 'limiter_rejected') return '503';
  return ending === 'killed' && stage !== RESPONDING ? 'empty-response' : null;
}
