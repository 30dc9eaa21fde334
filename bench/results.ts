/** What a run of the benchmark leaves behind, as plain data. */
import type { ColdSweep } from './cold-sweep.ts';
import type { EffortName } from './effort.ts';
import type { Machine } from './machine.ts';
import type { PeakMemory } from './peak-memory.ts';
import type { Saving } from './precision.ts';
import type { CorePart } from './queueing-core.ts';
import type { Race } from './race.ts';
import type { RatioName, Ratios } from './ratios.ts';
import type { Curve } from './scaling.ts';
import type { TimeSpent } from './time-spent.ts';

/** By the name under which a part is asked for; absent where it was not. */
export interface Parts {
  readonly core?: CorePart;
  readonly full?: Race;
  readonly heap?: readonly Race[];
  readonly workers?: Race;
  readonly memory?: readonly PeakMemory[];
  readonly scaling?: readonly Curve[];
  readonly profile?: readonly TimeSpent[];
  readonly sweep?: ColdSweep;
  readonly precision?: readonly Saving[];
}

export interface Results {
  readonly commit: string | null;
  readonly effort: EffortName;
  readonly machine: Machine;
  /** Of the best rates of all rounds. */
  readonly ratios: Ratios;
  readonly ratiosByMedian: Ratios;
  /** By processor time: what to go by on a machine that is shared. */
  readonly ratiosByProcessorTime: Ratios;
  /** Why a ratio is null. */
  readonly missing: Partial<Record<RatioName, string>>;
  readonly parts: Parts;
}
