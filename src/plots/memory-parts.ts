/** The parts of a pod's memory: their order in a stack, colours and names. */
import type { MemoryParts } from '../observe/observations.ts';
import { OKABE_ITO } from './theme.ts';

/** Tints of orange, vermillion and purple for what was not measured where it matters. */
const PALE = { orange: '#F6D999', vermillion: '#EFBF99', purple: '#EBD0E0' } as const;

export interface MemoryPart {
  readonly key: keyof MemoryParts;
  /** Column of the rows that holds the part at the highest moment. */
  readonly column: string;
  readonly label: string;
  readonly colour: string;
}

/** From the bottom of a stack to its top. */
export const MEMORY_PARTS: readonly MemoryPart[] = [
  part('base', 'base', 'idle process', '#6e6e6e'),
  part('handler', 'handler', 'held by handlers', OKABE_ITO.blue),
  part('unread', 'unread', 'unread in uvicorn', OKABE_ITO.sky),
  part('writeBuffer', 'write_buffer', 'response write buffers', OKABE_ITO.green),
  part('kernelReceive', 'kernel_receive', 'kernel receive*', PALE.orange),
  part('kernelSend', 'kernel_send', 'kernel send*', PALE.vermillion),
  part('retained', 'retained', 'allocator retention*', PALE.purple),
];

export const UNCERTAIN_NOTE = '* pale: measured on one machine over loopback, or assumed';

function part(key: keyof MemoryParts, column: string, label: string, colour: string): MemoryPart {
  return { key, column: `peak_${column}_bytes`, label, colour };
}

/** Colours by the label of a part, in the order of the stack. */
export function partColours() {
  return {
    domain: MEMORY_PARTS.map((part) => part.label),
    range: MEMORY_PARTS.map((part) => part.colour),
  };
}
