/** Sites, their levels, and what limits the flows in them. */
import type { FlowKind } from './flow-kind.ts';

export interface FlowNetworkOptions {
  readonly kinds: readonly FlowKind[];
  readonly sites: number;
  /** Levels kept for each site. */
  readonly levels: number;
  /** Capacity of each site while it runs [B/s]; Infinity: none. */
  readonly siteCapacity: number;
  /**
   * What a site sustains on average when it also stalls [B/s]: flows whose caps it cannot meet at
   * this capacity are the ones a stall holds up.
   */
  readonly sustainedCapacity: number;
  /** Capacity of the link [B/s]; Infinity: none. */
  readonly linkCapacity: number;
}
