import { describe, expect, it } from 'vitest';
import { restore, snapshot } from './snapshot.ts';

describe('snapshot and restore', () => {
  it('keep the identity of objects and share no array with the snapshot', () => {
    const inner = { values: Float64Array.of(1, 2), list: [{ n: 1 }, { n: 2 }] };
    const state = { inner, count: 7 };
    const saved = snapshot(state);
    inner.values = Float64Array.of(9, 9, 9);
    inner.list.push({ n: 3 });
    inner.list[0]!.n = 5;
    state.count = 0;
    restore(state, saved);
    expect(state).toEqual({
      inner: { values: Float64Array.of(1, 2), list: [{ n: 1 }, { n: 2 }] },
      count: 7,
    });
    expect(state.inner).toBe(inner);
    inner.values[0] = 100;
    expect(saved.inner.values[0]).toBe(1);
  });
});
