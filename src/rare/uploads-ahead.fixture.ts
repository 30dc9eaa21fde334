/** How high memory may rise with uploads that are held as they come in. */
import type { Simulation } from '../simulation/simulation.ts';

interface Uploads {
  /** At which each comes in [B/s]. */
  readonly pace: number;
  /** Bytes that arrivals from now on hold after so many seconds, on average [B]. */
  arriving(seconds: number): number;
}

/**
 * An importance for uploads at one constant pace that are held as far as received: the most, over
 * all instants to come, of what those under way will then hold (the size of a body is known as it
 * begins) and those that still arrive, on average. Bytes held now would not do: a body is let go
 * at once, and a long one rises slowly, so the way to the rare set is long uploads side by side,
 * which show as soon as they begin.
 */
export function uploadsAhead({ pace, arriving }: Uploads): (simulation: Simulation) => number {
  return ({ table: { state }, simulator }) => {
    const { holders, sentAt, bodyBytes } = state;
    const uploads: { readonly age: number; readonly left: number }[] = [];
    for (let request = 0; request < holders.length; request++) {
      if (holders[request] === 0) continue;
      const age = simulator.now - sentAt[request]!;
      uploads.push({ age, left: bodyBytes[request]! / pace - age });
    }
    uploads.sort((a, b) => b.left - a.left);
    let most = 0;
    let age = 0;
    for (const [i, upload] of uploads.entries()) {
      age += upload.age;
      // The first i + 1 last longest: so much they hold when the last of them is through.
      most = Math.max(most, pace * (age + (i + 1) * upload.left) + arriving(upload.left));
    }
    return most;
  };
}
