/**
 * When a pod that holds what it has received crosses its limit [s], while uploads fill the link
 * and none has ended: their number does not matter.
 *
 * @param room the limit less the idle pod [B]
 * @param capacity of the link [B/s]
 */
export function crossingTime(room: number, capacity: number): number {
  return room / capacity;
}
