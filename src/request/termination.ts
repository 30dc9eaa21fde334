/**
 * HAProxy's view of how a request ended: its termination state (HAProxy 3.2 configuration manual,
 * section 8.5). The first letter says who ended it, the second in which phase.
 */
export const TERMINATIONS = [
  '--',
  'sQ',
  'cQ',
  'CQ',
  'SC',
  'sC',
  'CC',
  'SH',
  'sH',
  'cH',
  'CH',
  'SD',
  'sD',
  'cD',
  'CD',
  'DH',
  'DD',
  'cR',
  'CR',
  'SQ',
  'DC',
] as const;

export type Termination = (typeof TERMINATIONS)[number];

/** Place of a state in the list: what the request's column holds. */
export function terminationCode(state: Termination): number {
  let code = 0;
  while (TERMINATIONS[code] !== state) code++;
  return code;
}
