/** Moves marks apart that would cover each other, as little as can be: a swarm. */

export interface Place {
  /** [px] */
  readonly x: number;
  /** [px] */
  readonly y: number;
}

/** Between the middles of two marks [px]. */
const APART = 9;
/** How far a mark may move [steps]. */
const FARTHEST = 12;

/**
 * Places for all marks, earlier ones first; who finds no room stays where it is.
 * @param width of the panel, which no mark may leave [px]
 * @param mayRise whether a mark may also leave its height: where height has no meaning but order.
 */
export function spread(
  marks: readonly Place[],
  width: number,
  mayRise: (mark: Place) => boolean,
): Place[] {
  const placed: Place[] = [];
  for (const mark of marks) {
    const moves = mayRise(mark) ? AROUND : SIDEWAYS;
    const free = moves
      .map(({ x, y }) => ({ x: mark.x + x, y: mark.y + y }))
      .filter(({ x }) => x >= APART / 2 && x <= width - APART / 2)
      .find((place) => placed.every((other) => distance(place, other) >= APART - 1e-9));
    placed.push(free ?? mark);
  }
  return placed;
}

const STEPS = Array.from({ length: 2 * FARTHEST + 1 }, (_, index) => (index - FARTHEST) * APART);
const nearestFirst = (a: Place, b: Place) => distance(a, ORIGIN) - distance(b, ORIGIN);
const ORIGIN: Place = { x: 0, y: 0 };

const SIDEWAYS = STEPS.map((x): Place => ({ x, y: 0 })).sort(nearestFirst);
/** Two lanes above and two below. */
const AROUND = STEPS.flatMap((x) =>
  [0, 1, -1, 2, -2].map((lane): Place => ({ x, y: lane * APART })),
).sort(nearestFirst);

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
