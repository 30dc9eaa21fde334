/** A confidence such as `95%`. */
import { type Kind, refuse } from '../schema/kind.ts';
import { percent } from '../units/readable.ts';

const RANGE = 'a confidence from 50% to 99.99%, such as 95%';

export const levelKind: Kind<number> = {
  unit: 'share',
  range: RANGE,
  law: false,
  json: {
    anyOf: [
      { type: 'string', pattern: '^[\\d.]+\\s*%$' },
      { type: 'number', minimum: 0.5, maximum: 0.9999 },
    ],
  },
  read: (raw) => {
    const percentage = typeof raw === 'string' ? /^([\d.]+)\s*%$/.exec(raw) : null;
    const value = percentage === null ? raw : Number(percentage[1]) / 100;
    const isLevel = typeof value === 'number' && value >= 0.5 && value <= 0.9999;
    return isLevel ? { value } : refuse(RANGE);
  },
  format: (value) => percent(value),
};
