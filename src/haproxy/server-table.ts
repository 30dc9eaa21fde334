/** The servers of every HAProxy replica, as columns by `replica x servers + server`. */
export interface ServerTable {
  /** Slots reserved, from assignment or dequeue to release. */
  served: Int32Array;
  /** Requests it was handed beyond its slots as it came UP (before 3.2). */
  surplus: Int32Array;
  /** Requests in its own queue (`maxqueue`). */
  queued: Int32Array;
  /** 1 while the server is UP in this replica's eyes. */
  up: Uint8Array;
  /** Configured weight; 0 takes the server out of the balance. */
  weight: Int32Array;
  /** Instant it came UP, while it starts slowly [s]; NaN at full speed. */
  startedAt: Float64Array;
  /** Place among its peers for leastconn, lowest first; Infinity while it may not be chosen. */
  key: Float64Array;
  /** Requests its key was made from. */
  keyed: Int32Array;
  /** Rank of the last repositioning: among equal keys the lowest is the oldest. */
  rank: Float64Array;
  /** Health counter: 0 to rise + fall - 1; DOWN below rise (check.c). */
  health: Int32Array;
}

/** @param weightOf weight of a server; 1 by default, as in HAProxy */
export function createServerTable(
  servers: number,
  health: number,
  weightOf: (server: number) => number = () => 1,
): ServerTable {
  const weight = Int32Array.from({ length: servers }, (_, server) => weightOf(server));
  return {
    served: new Int32Array(servers),
    surplus: new Int32Array(servers),
    queued: new Int32Array(servers),
    up: new Uint8Array(servers).fill(1),
    weight,
    startedAt: new Float64Array(servers).fill(Number.NaN),
    key: Float64Array.from(weight, (each) => (each > 0 ? 0 : Number.POSITIVE_INFINITY)),
    keyed: new Int32Array(servers),
    rank: Float64Array.from({ length: servers }, (_, server) => server),
    health: new Int32Array(servers).fill(health),
  };
}

/** Weights by server from those named by pod. */
export function weightsOf(
  named: readonly { readonly pod: number; readonly weight: number }[],
  pods: number,
): (server: number) => number {
  const weights = new Map(named.map(({ pod, weight }) => [pod, weight]));
  return (server) => weights.get(server % pods) ?? 1;
}
