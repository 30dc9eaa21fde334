/** A field that is a list of words from a closed list. */
import { type Kind, type Problem, refuse } from './kind.ts';
import { didYouMean } from './spelling.ts';

export function choices<Word extends string>(words: readonly Word[]): Kind<readonly Word[]> {
  const range = `a list of ${words.join(', ')}`;
  return {
    unit: 'choice',
    range,
    law: false,
    json: { type: 'array', items: { enum: [...words] }, uniqueItems: true },
    read: (raw) => {
      if (!Array.isArray(raw)) {
        const isWord = words.some((word) => word === raw);
        return refuse(range, isWord ? `write [${raw}]` : '');
      }
      const problems = raw.flatMap((entry, index): Problem[] => {
        const path = [index];
        if (!words.some((word) => word === entry)) {
          const expected = `one of ${words.join(', ')}`;
          return [{ path, expected, hint: didYouMean(entry, words) }];
        }
        return raw.indexOf(entry) < index ? [{ path, expected: 'each word once', hint: '' }] : [];
      });
      return problems.length > 0 ? { problems } : { value: raw as Word[] };
    },
    format: (value) => `[${value.join(', ')}]`,
  };
}
