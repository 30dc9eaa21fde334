/** Fields that are words: flags, names, choices from a closed list. */
import { type Kind, refuse } from './kind.ts';
import { didYouMean } from './spelling.ts';

export function flagKind(auto: boolean): Kind<boolean | 'auto'> {
  const range = auto ? 'true, false or auto' : 'true or false';
  return {
    unit: 'flag',
    range,
    law: false,
    json: { enum: auto ? [true, false, 'auto'] : [true, false] },
    read: (raw) => {
      if (typeof raw === 'boolean') return { value: raw };
      if (raw === 'auto' && auto) return { value: 'auto' };
      // YAML 1.2 reads yes and on as plain words, older habits expect flags.
      if (/^(yes|on|true)$/i.test(String(raw))) return refuse(range, 'write true');
      if (/^(no|off|false|none)$/i.test(String(raw))) return refuse(range, 'write false');
      return refuse(range);
    },
    format: String,
  };
}

export function textKind(): Kind<string> {
  return {
    unit: 'text',
    range: 'text',
    law: false,
    json: { type: 'string' },
    read: (raw) => (typeof raw === 'string' ? { value: raw } : refuse('text', quoteHint(raw))),
    format: (value) => value,
  };
}

export function choice<Word extends string>(words: readonly Word[]): Kind<Word> {
  const range = words.length === 1 ? words[0]! : `one of ${words.join(', ')}`;
  return {
    unit: 'choice',
    range,
    law: false,
    json: { enum: [...words] },
    read: (raw) => {
      const word = words.find((candidate) => candidate === raw);
      if (word !== undefined) return { value: word };
      // A version such as 3.2 is a number to YAML: the quotes are part of the answer.
      const quoted = words.find((candidate) => candidate === String(raw));
      return refuse(range, quoted ? `quote it: "${quoted}"` : didYouMean(raw, words));
    },
    format: (value) => value,
  };
}

export function anything(): Kind<unknown> {
  return {
    unit: 'any',
    range: 'any value',
    law: false,
    json: {},
    read: (raw) => (raw === undefined ? refuse('a value') : { value: raw }),
    format: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  };
}

function quoteHint(raw: unknown): string {
  return typeof raw === 'number' || typeof raw === 'boolean' ? `quote it: "${raw}"` : '';
}
