/**
 * Copies and puts back run state. State is a tree of numbers, strings, typed arrays, arrays and
 * plain objects; restoring writes into the given tree, because parts of a simulation hold
 * references to its branches (never to its typed arrays, which growth replaces too).
 */
export function snapshot<T>(state: T): T {
  return structuredClone(state);
}

/** Makes `state` equal to `saved`, keeping the identity of its objects and sharing no array. */
export function restore<T extends object>(state: T, saved: T): void {
  const target = state as Record<string, unknown>;
  const source = saved as Record<string, unknown>;
  if (Array.isArray(state)) (state as unknown[]).length = (saved as unknown[]).length;
  for (const key of Object.keys(source)) {
    const from = source[key];
    const to = target[key];
    const isTree = typeof from === 'object' && from !== null && !ArrayBuffer.isView(from);
    if (isTree && typeof to === 'object' && to !== null) restore(to, from);
    else target[key] = structuredClone(from);
  }
}
