/** The closed list of ways an attempt can end, as its client sees it. */

export const ENDINGS = [
  'ok',
  'queue_timeout',
  'no_server',
  'limiter_rejected',
  'killed',
  'gateway_timeout',
  'client_gave_up',
  'not_accepted',
  'unfinished',
] as const;

export type Ending = (typeof ENDINGS)[number];

/** Place of an ending in the list. (A search by hand: for the first few it costs next to nothing.) */
export function endingCode(ending: Ending): number {
  let code = 0;
  while (ENDINGS[code] !== ending) code++;
  return code;
}

/** Those that are a 503 to the client: no slot in time, no server, no budget. */
export const ANSWERED_503: readonly Ending[] = ['queue_timeout', 'no_server', 'limiter_rejected'];
