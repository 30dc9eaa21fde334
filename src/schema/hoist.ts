/** Moves the fragments a JSON Schema repeats into its `$defs`, so that the file stays readable. */
import type { Json } from './kind.ts';

/** Shorter fragments are easier to read where they stand. */
const MIN_LENGTH = 100;

/** The same schema, every fragment said once; definitions are numbered in order of appearance. */
export function hoist(root: Json): Json {
  const uses = new Map<string, number>();
  countIn(root, uses);
  const names = new Map<string, string>();
  const definitions: Json = {};
  const replace = (fragment: Json): Json => {
    const key = JSON.stringify(fragment);
    if (key.length < MIN_LENGTH || (uses.get(key) ?? 0) < 2) return mapSchemas(fragment, replace);
    let name = names.get(key);
    if (name === undefined) {
      name = `shared${names.size + 1}`;
      names.set(key, name);
      // Reserved first: definitions then stand in the order of their names.
      definitions[name] = {};
      definitions[name] = mapSchemas(fragment, replace);
    }
    return { $ref: `#/$defs/${name}` };
  };
  const body = mapSchemas(root, replace);
  return names.size === 0 ? body : { ...body, $defs: definitions };
}

function countIn(fragment: Json, uses: Map<string, number>): void {
  const key = JSON.stringify(fragment);
  const count = (uses.get(key) ?? 0) + 1;
  uses.set(key, count);
  // The inside of a repeated fragment is written once, with the fragment.
  if (count > 1 && key.length >= MIN_LENGTH) return;
  mapSchemas(fragment, (child) => {
    countIn(child, uses);
    return child;
  });
}

/** A copy with `change` applied to each schema directly inside. */
function mapSchemas(schema: Json, change: (child: Json) => Json): Json {
  const copy: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      const entries = Object.entries(value as Record<string, Json>);
      copy[key] = Object.fromEntries(entries.map(([name, child]) => [name, change(child)]));
    } else if (key === 'anyOf' || key === 'oneOf') {
      copy[key] = (value as Json[]).map(change);
    } else if (key === 'items') {
      copy[key] = change(value as Json);
    } else {
      copy[key] = value;
    }
  }
  return copy;
}
