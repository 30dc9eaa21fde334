/**
 * Mean wait in the queue [s] of M/G/1, first come first served (Pollaczek 1930, Khinchine 1932).
 *
 * @param arrivalRate [1/s]
 * @param mean of the service time [s]
 * @param cv its coefficient of variation: standard deviation over mean
 */
export function mg1MeanWait(arrivalRate: number, mean: number, cv: number): number {
  return (arrivalRate * mean * mean * (1 + cv * cv)) / (2 * (1 - arrivalRate * mean));
}
