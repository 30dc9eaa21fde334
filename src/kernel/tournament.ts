/**
 * Who of many has the least key, kept up while keys change one by one: a tree of winners, in which
 * a change is replayed from its leaf to the root (Knuth, The Art of Computer Programming, volume 3,
 * section 5.4.1). Of equal keys the least rank wins; how many there are is counted too.
 */
export interface TournamentState {
  /** By player; Infinity stays out. */
  key: Float64Array;
  rank: Float64Array;
  /** By node of the tree, the root is 1 and node i has 2i and 2i + 1 below it: the player who won. */
  winner: Int32Array;
  /** By node: players below it whose key is the winner's. */
  equals: Int32Array;
}

export class Tournament {
  readonly state: TournamentState;

  /** All players stay out at first. */
  constructor(players: number) {
    this.state = createState(players);
  }

  /** How many can play: as many as were asked for, or more. */
  players(): number {
    return this.state.key.length;
  }

  /** Lets more play, who stay out at first. */
  grow(players: number): void {
    const { key, rank } = this.state;
    Object.assign(this.state, createState(players));
    for (const [player, each] of key.entries()) this.set(player, each, rank[player]!);
  }

  /** Gives a player a key and a rank. */
  set(player: number, key: number, rank: number): void {
    const { key: keys, rank: ranks, winner, equals } = this.state;
    if (keys[player] === key && ranks[player] === rank) return;
    keys[player] = key;
    ranks[player] = rank;
    for (let node = (keys.length + player) >> 1; node > 0; node >>= 1) {
      const left = winner[2 * node]!;
      const right = winner[2 * node + 1]!;
      const difference = keys[left]! - keys[right]!;
      if (difference < 0) {
        winner[node] = left;
        equals[node] = equals[2 * node]!;
      } else if (difference > 0) {
        winner[node] = right;
        equals[node] = equals[2 * node + 1]!;
      } else {
        winner[node] = ranks[left]! < ranks[right]! ? left : right;
        equals[node] = equals[2 * node]! + equals[2 * node + 1]!;
      }
    }
  }

  /** The least key; Infinity if all stay out. */
  least(): number {
    return this.state.key[this.winner()]!;
  }

  /** The player with the least key, and of those the least rank. */
  winner(): number {
    return this.state.winner[1]!;
  }

  /** Players who have the least key. */
  equals(): number {
    return this.state.equals[1]!;
  }

  /** The n-th, from 0, of the players who have the least key, in their own order. */
  nth(n: number): number {
    const { key, winner, equals } = this.state;
    const least = this.least();
    let left = n;
    let node = 1;
    while (node < key.length) {
      node *= 2;
      if (key[winner[node]!] !== least) node++;
      else if (left >= equals[node]!) left -= equals[node++]!;
    }
    return node - key.length;
  }
}

/** A tree with a leaf for each player, rounded up to a power of two. */
function createState(players: number): TournamentState {
  const leaves = 2 ** Math.ceil(Math.log2(Math.max(1, players)));
  const winner = Int32Array.from({ length: 2 * leaves }, (_, node) => node - leaves);
  const equals = new Int32Array(2 * leaves).fill(1);
  for (let node = leaves - 1; node > 0; node--) {
    winner[node] = winner[2 * node]!;
    equals[node] = 2 * equals[2 * node]!;
  }
  const key = new Float64Array(leaves).fill(Number.POSITIVE_INFINITY);
  return { key, rank: new Float64Array(leaves), winner, equals };
}
