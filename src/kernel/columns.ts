/**
 * Columns by id: typed arrays in a state that grow as larger ids come. A room declares its columns
 * once, as the function that makes them for so many ids, all empty; the type of its state and the
 * growth follow from that.
 */
type Columns = Record<string, Float64Array | Int32Array | Uint8Array | Int8Array>;

type CreateColumns<C extends Columns> = (capacity: number) => C;

/** Ids there is room for before the first growth. */
const FIRST_CAPACITY = 64;

/**
 * A state of columns, and of what else there is to it. (Not `{ ...columns, ...others }`: V8 knows
 * less of an object made by spreading, and runs on such states took a third longer.)
 */
export function createColumns<C extends Columns, Others extends object = object>(
  create: CreateColumns<C>,
  others = {} as Others,
  capacity = FIRST_CAPACITY,
): C & Others {
  return Object.assign(create(capacity), others);
}

/**
 * Makes room for an id, and for twice as many ids as before at least. To be called where the id is
 * not below the length of a column: that comparison is all a column costs while it has room.
 */
export function growColumns<C extends Columns>(
  state: C,
  create: CreateColumns<C>,
  id: number,
): void {
  const columns: Columns = state;
  const names = Object.keys(create(0));
  const larger: Columns = create(Math.max(id + 1, columns[names[0]!]!.length * 2));
  for (const name of names) {
    larger[name]!.set(columns[name]!);
    columns[name] = larger[name]!;
  }
}
