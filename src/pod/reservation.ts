/** What a request asks of the application's limiter (s3proxy-python, concurrency.py). */
import { DELETE, GET, HEAD, POST } from '../request/table.ts';

/** [B] */
const SMALLEST = 64 * 1024;
const OF_A_GET = 8 * 2 ** 20;

/** Of a PUT: times its length, and [B] at most. */
export interface Reserve {
  readonly reserveLengths: number;
  readonly reserveMost: number;
}

/** @returns budget it reserves from when its headers are parsed to its end [B] */
export function reservationOf(
  method: number,
  bodyBytes: number,
  { reserveLengths, reserveMost }: Reserve,
): number {
  switch (method) {
    case GET:
      return OF_A_GET;
    case POST:
      return SMALLEST;
    case HEAD:
    case DELETE:
      return 0;
    default:
      return Math.max(SMALLEST, Math.min(reserveLengths * bodyBytes, reserveMost));
  }
}
