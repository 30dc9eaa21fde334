/** HAProxy's settings for tests: the defaults, and what a test wants otherwise, in base units. */
import { type HaproxyOptions, haproxySchema } from './options.ts';

/** Settings by group; what is left out keeps its default. */
export type PartialOptions = {
  readonly [Key in keyof HaproxyOptions]?: HaproxyOptions[Key] extends readonly unknown[]
    ? HaproxyOptions[Key]
    : Partial<HaproxyOptions[Key]>;
};

const DEFAULTS = haproxySchema.parse({}) as HaproxyOptions;

export function haproxyOptions(partial: PartialOptions = {}): HaproxyOptions {
  const options: Record<string, unknown> = { ...DEFAULTS };
  for (const [key, value] of Object.entries(partial)) {
    const group = options[key];
    const isGroup = typeof group === 'object' && !Array.isArray(group);
    options[key] = isGroup ? { ...group, ...(value as object) } : value;
  }
  return options as HaproxyOptions;
}
