/** The most memory a run of the queueing core holds: it should not grow with the run. */
import type { Effort } from './effort.ts';
import { inFreshProcess } from './measured-process.ts';
import { coreModel } from './queueing-core.ts';

export interface PeakMemory {
  readonly requests: number;
  /** Of the whole process [B]; null where it died of it. */
  readonly peakResident: number | null;
  /** [s] */
  readonly wall: number | null;
  /** Why there are no figures. */
  readonly failure: string | null;
}

export async function measureMemory({ memoryRequests }: Effort): Promise<PeakMemory[]> {
  const peaks: PeakMemory[] = [];
  for (const requests of memoryRequests) {
    peaks.push(await peakOf(requests));
  }
  return peaks;
}

async function peakOf(requests: number): Promise<PeakMemory> {
  try {
    const { peakResident, wall } = await inFreshProcess((subject) =>
      subject.runs(coreModel(requests), ['bench/memory']),
    );
    return { requests, peakResident, wall, failure: null };
  } catch (error) {
    // What holds too much is killed, or finds no room for an array: a result, not a mistake.
    return { requests, peakResident: null, wall: null, failure: (error as Error).message };
  }
}

/** Why a run of 10^8 requests has no figures; null where it has, or was not asked for. */
export function whyNoGrowth(peaks: readonly PeakMemory[] = []): string | null {
  return peaks.find(({ failure }) => failure !== null)?.failure?.split('\n')[0] ?? null;
}

/** Peak at 10^8 requests over that at 10^6; null unless both were run. */
export function memoryGrowth(peaks: readonly PeakMemory[] = []): number | null {
  const [few, many] = [1e6, 1e8].map((requests) => peaks.find((one) => one.requests === requests));
  return few?.peakResident && many?.peakResident ? many.peakResident / few.peakResident : null;
}
