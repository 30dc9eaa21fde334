/** Paths of the model and columns of rows that the sweep itself gives a meaning to. */

/** May be decided after a run, see memory-limits.ts. */
export const MEMORY_LIMIT = 'pod.memoryLimit';

/** The column of named cases. */
export const CASE = 'case';
