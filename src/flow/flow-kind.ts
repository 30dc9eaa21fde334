/** What tells flows apart beside their pace: what they share with others, and which levels they move. */

/** No level: the bytes come from, or go, outside the site. */
export const OUTSIDE = -1;

export interface FlowKind {
  /** Shares the site's capacity. */
  readonly usesSite: boolean;
  /** Shares the link. */
  readonly usesLink: boolean;
  /** Level that rises as the flow moves, or OUTSIDE. */
  readonly gains: number;
  /** Level that falls as the flow moves, or OUTSIDE. */
  readonly loses: number;
}
