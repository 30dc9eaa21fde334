/**
 * The kubelet's delay before a container that died is started again: `first` (at once), then
 * `base`, doubling up to `max`; a container that ran for `reset` starts over.
 * Source: Kubernetes documentation, Pod Lifecycle, container restart policy.
 */
export interface BackoffOptions {
  /** [s] */
  readonly first: number;
  /** [s] */
  readonly base: number;
  /** [s] */
  readonly max: number;
  /** [s] */
  readonly reset: number;
}

/** @param earlier deaths before this one without a `reset` between; @returns delay [s] */
export function backoffDelay(earlier: number, { first, base, max }: BackoffOptions): number {
  return earlier === 0 ? first : Math.min(max, base * 2 ** (earlier - 1));
}
