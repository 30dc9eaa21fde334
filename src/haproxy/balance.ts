/** How a server is chosen: `balance` of the configuration manual, section 4.2. */
export interface Balance {
  /** A server of the replica, or NOBODY: all are full. `avoid` is taken if no other will do. */
  pick(replica: number, avoid: number): number;
  /** A server may have opened or closed, or has a new load or weight. */
  moved(server: number): void;
  /**
   * Takes a waiting backend queue for a sign that all servers are full, so that nobody overtakes
   * it (backend.c, assign_server): all but leastconn and random do.
   */
  readonly yieldsToQueue: boolean;
  /** Plain run state, for snapshots. */
  readonly state: object;
}
