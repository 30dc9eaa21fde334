/**
 * Spreads a stream's name over the whole seed: streams called `1/arrivals` and `2/arrivals` differ
 * in one character, and alea's first draws collide above chance when only a late character differs.
 * The name itself is kept, so two names never share a seed text.
 */
export function seedText(name: string): string {
  // FNV-1a, then the finaliser of MurmurHash3, so that every character moves every bit.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return `${(hash >>> 0).toString(16).padStart(8, '0')} ${name}`;
}
