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
