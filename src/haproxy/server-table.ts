/** The servers of every HAProxy replica, as columns by `replica x servers + server`. */
export interface ServerTable {
  /** Slots reserved, from assignment or dequeue to release. */
  served: Int32Array;
  /** Requests it was handed beyond its slots as it came UP (before 3.2). */
  surplus: Int32Array;
  /** 1 while the server is UP in this replica's eyes. */
  up: Uint8Array;
  /** Rank of the last repositioning: among equal keys the lowest is the oldest. */
  rank: Float64Array;
  /** Health counter: 0 to rise + fall - 1; DOWN below rise (check.c). */
  health: Int32Array;
}

export function createServerTable(servers: number, health: number): ServerTable {
  return {
    served: new Int32Array(servers),
    surplus: new Int32Array(servers),
    up: new Uint8Array(servers).fill(1),
    rank: Float64Array.from({ length: servers }, (_, server) => server),
    health: new Int32Array(servers).fill(health),
  };
}
