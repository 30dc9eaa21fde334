/** How much is measured: all of it, enough for a look, or so little that only the harness is tried. */
export const EFFORTS = {
  full: {
    rounds: 7,
    coreRequests: 2_000_000,
    simpyRequests: 100_000,
    fullRuns: 4,
    fullRequests: 50_000,
    holdOperations: 5_000_000,
    memoryRequests: [1e6, 1e8],
    scalingRequests: 200_000,
    scalingMost: 100_000,
    scalingRounds: 3,
    scalingPatience: 10,
  },
  quick: {
    rounds: 3,
    coreRequests: 500_000,
    simpyRequests: 30_000,
    fullRuns: 2,
    fullRequests: 20_000,
    holdOperations: 1_000_000,
    memoryRequests: [1e5, 1e6],
    scalingRequests: 20_000,
    scalingMost: 1000,
    scalingRounds: 1,
    scalingPatience: 1,
  },
  tiny: {
    rounds: 1,
    coreRequests: 20_000,
    simpyRequests: 2_000,
    fullRuns: 1,
    fullRequests: 500,
    holdOperations: 10_000,
    memoryRequests: [1e3, 1e4],
    scalingRequests: 500,
    scalingMost: 10,
    scalingRounds: 1,
    scalingPatience: 0.5,
  },
} as const;

export type EffortName = keyof typeof EFFORTS;
export type Effort = (typeof EFFORTS)[EffortName];
