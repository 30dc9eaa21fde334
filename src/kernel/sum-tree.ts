/**
 * Weights that change one by one, and who is at a point of their running sum: a tree of sums, in
 * which a change is carried from its leaf to the root (Fenwick, "A new data structure for cumulative
 * frequency tables", Software: Practice and Experience 24, 1994, has one of the kind).
 */
export interface SumTreeState {
  /** By node of the tree, the root is 1 and node i has 2i and 2i + 1 below it; leaves come last. */
  sum: Float64Array;
}

export class SumTree {
  readonly state: SumTreeState;

  /** All weigh nothing at first. */
  constructor(members: number) {
    const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, members)));
    this.state = { sum: new Float64Array(2 * leaves) };
  }

  weight(member: number): number {
    const { sum } = this.state;
    return sum[sum.length / 2 + member]!;
  }

  /** Gives a member a weight; whole numbers add up exactly. */
  set(member: number, weight: number): void {
    const { sum } = this.state;
    let node = sum.length / 2 + member;
    sum[node] = weight;
    for (node >>= 1; node > 0; node >>= 1) sum[node] = sum[2 * node]! + sum[2 * node + 1]!;
  }

  total(): number {
    return this.state.sum[1]!;
  }

  /** The first member up to whom, with him, the weights come to more than this; they do in all. */
  at(point: number): number {
    const { sum } = this.state;
    let left = point;
    let node = 1;
    while (node < sum.length / 2) {
      node *= 2;
      if (left >= sum[node]!) left -= sum[node++]!;
    }
    return node - sum.length / 2;
  }
}
