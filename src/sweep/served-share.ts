/** The share of operations served within 60 s, with its 95% interval over replications. */
import { wilson } from '../stats/proportion.ts';
import { ratioOfMeans } from '../stats/ratio.ts';
import type { Replication } from './replication.ts';

interface ServedShare {
  /** null where there was no operation. */
  readonly share: number | null;
  /** null with fewer than two replications. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Operations served over operations sent, all replications together; the interval is Student's t
 * on the ratio, because replications differ in size. Where every replication served all (or none)
 * the spread is zero and says nothing: then the share lost (or served) is at most the probability
 * that a replication loses (or serves) any, for which Wilson's interval holds.
 */
export function servedShare(replications: readonly Replication[]): ServedShare {
  const served = replications.map((run) => run.servedWithin60s);
  const sent = replications.map((run) => run.operations);
  const n = replications.length;
  const total = sent.reduce((sum, operations) => sum + operations, 0);
  if (total === 0) return { share: null, low: null, high: null };
  const share = served.reduce((sum, operations) => sum + operations, 0) / total;
  if (n < 2) return { share, low: null, high: null };
  if (share === 1) return { share, low: wilson(n, n, 0.95).low, high: 1 };
  if (share === 0) return { share, low: 0, high: wilson(0, n, 0.95).high };
  const { low, high } = ratioOfMeans(served, sent);
  return { share, low: Math.max(0, low), high: Math.min(1, high) };
}
