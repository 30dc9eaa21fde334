/** Paths into a file, as people write them: `clients[0].bodySize`. */

export type Path = readonly (string | number)[];

/** `clients[0].bodySize` -> ['clients', 0, 'bodySize']; null where the text is no path. */
export function parsePath(text: string): Path | null {
  const path: (string | number)[] = [];
  let rest = text.trim();
  if (rest === '') return null;
  while (rest !== '') {
    const step = /^(?:\[(\d+)\]|(?:\.)?([\w-]+))/.exec(rest);
    // A dot is needed before every key but the first, and stands nowhere else.
    const dotted = rest.startsWith('.');
    if (!step || (step[2] !== undefined && dotted !== path.length > 0)) return null;
    path.push(step[1] === undefined ? step[2]! : Number(step[1]));
    rest = rest.slice(step[0].length);
  }
  return path;
}

/** The inverse of `parsePath`; a key with dots of its own is quoted in brackets. */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(String(step))) text += `${text === '' ? '' : '.'}${String(step)}`;
    else text += `[${JSON.stringify(String(step))}]`;
  }
  return text;
}
