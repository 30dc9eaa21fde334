/** The highest memory of a pod while n equal bodies overlap entirely; all sizes in one unit. */
interface Overlap {
  readonly idle: number;
  readonly bodies: number;
  readonly size: number;
}

/** Each body held whole in so many copies. */
export function wholeBodiesPeak({ idle, bodies, size }: Overlap, copies: number): number {
  return idle + copies * bodies * size;
}

/** Each body held up to one part; one of them at a time is copied and encrypted: two parts more. */
export function partsPeak({ idle, bodies }: Overlap, part: number): number {
  return idle + part * bodies + 2 * part;
}

/** At most `admitted` bodies held in so many copies; each of the others parks `parked` unread. */
export function limitedPeak(
  overlap: Overlap,
  copies: number,
  admitted: number,
  parked: number,
): number {
  const held = Math.min(overlap.bodies, admitted);
  return wholeBodiesPeak({ ...overlap, bodies: held }, copies) + parked * (overlap.bodies - held);
}
