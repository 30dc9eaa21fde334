/**
 * Lines no wider than `most`, broken at spaces; a longer word keeps a line of its own.
 * @param widthOf a line; its number of characters, unless said otherwise.
 */
export function wrap(
  text: string,
  most: number,
  widthOf: (line: string) => number = (line) => line.length,
): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    const longer = last === '' ? word : `${last} ${word}`;
    if (last === '' || widthOf(longer) <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
