/**
 * When uploads that start together and share a link equally end [s], in the order of their sizes.
 *
 * @param sizes [B]
 * @param capacity of the link [B/s]
 * @param pace of one client at most [B/s]
 */
export function uploadEnds(sizes: readonly number[], capacity: number, pace = Infinity): number[] {
  let time = 0;
  let sent = 0;
  return [...sizes]
    .sort((a, b) => a - b)
    .map((size, i) => {
      time += (size - sent) / Math.min(pace, capacity / (sizes.length - i));
      sent = size;
      return time;
    });
}
