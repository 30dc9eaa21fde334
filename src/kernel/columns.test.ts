import { describe, expect, it } from 'vitest';
import { createColumns, growColumns } from './columns.ts';

const columns = (capacity: number) => ({
  at: new Float64Array(capacity).fill(Number.NaN),
  pod: new Int32Array(capacity).fill(-1),
  phase: new Uint8Array(capacity),
  sign: new Int8Array(capacity).fill(-1),
});

describe('columns', () => {
  it('are of their kinds and empty at first', () => {
    const state = createColumns(columns, {}, 2);
    expect(state).toEqual({
      at: Float64Array.of(Number.NaN, Number.NaN),
      pod: Int32Array.of(-1, -1),
      phase: Uint8Array.of(0, 0),
      sign: Int8Array.of(-1, -1),
    });
  });

  it('keep what they hold as they grow, with the rest empty', () => {
    const state = createColumns(columns, {}, 2);
    state.at[1] = 0.1;
    state.pod[0] = 7;
    state.phase[1] = 255;
    growColumns(state, columns, 2);
    expect(state).toEqual({
      at: Float64Array.of(Number.NaN, 0.1, Number.NaN, Number.NaN),
      pod: Int32Array.of(7, -1, -1, -1),
      phase: Uint8Array.of(0, 255, 0, 0),
      sign: Int8Array.of(-1, -1, -1, -1),
    });
  });

  it('at least double, and have room for an id however far off', () => {
    const state = createColumns(columns, {}, 4);
    growColumns(state, columns, 4);
    expect(state.pod).toHaveLength(8);
    growColumns(state, columns, 99);
    expect(state.pod).toHaveLength(100);
  });

  it('leave alone what else is in their state', () => {
    const state = createColumns(columns, { working: Int32Array.of(1, 2), total: 3 }, 1);
    growColumns(state, columns, 1);
    expect(state.working).toEqual(Int32Array.of(1, 2));
    expect(state.total).toBe(3);
    expect(state.phase).toHaveLength(2);
  });
});
