/** The most memory a run of the queueing core holds: it should not grow with the run. */
import type { Effort } from './effort.ts';
import { inFreshProcess } from './measured-process.ts';
import { coreModel } from './queueing-core.ts';

export interface PeakMemory {
  readonly requests: number;
  /** Of the whole process [B]. */
  readonly peakResident: number;
  /** [s] */
  readonly wall: number;
}

export async function measureMemory({ memoryRequests }: Effort): Promise<PeakMemory[]> {
  const peaks: PeakMemory[] = [];
  for (const requests of memoryRequests) {
    const { peakResident, wall } = await inFreshProcess((subject) =>
      subject.runs(coreModel(requests), ['bench/memory']),
    );
    peaks.push({ requests, peakResident, wall });
  }
  return peaks;
}

/** Peak at 10^8 requests over that at 10^6; null unless both were run. */
export function memoryGrowth(peaks: readonly PeakMemory[] = []): number | null {
  const [few, many] = [1e6, 1e8].map((requests) => peaks.find((one) => one.requests === requests));
  return few && many ? many.peakResident / few.peakResident : null;
}
