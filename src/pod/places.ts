/** The places in a pod where bytes sit, and the flows that move them between these places. */
import { type FlowKind, OUTSIDE } from '../flow/flow-kind.ts';

/** Held by handlers: chunks, parts, ciphertext. */
export const HANDLER = 0;
/** Read by uvicorn, not by the handler yet. */
export const UNREAD = 1;
/** Response bytes in the transport's write buffer. */
export const WRITE_BUFFER = 2;
/** The kernel's receive buffers. */
export const KERNEL_RECEIVE = 3;
/** The kernel's send buffers. */
export const KERNEL_SEND = 4;
export const PLACES = 5;

/** The client fills uvicorn's buffer of a body nobody reads. */
export const PARK_UNREAD = 0;
/** The client fills the kernel's receive buffer. */
export const PARK_KERNEL = 1;
/** The handler reads what the client sends. */
export const READ = 2;
/** The handler reads what the kernel holds; the client has nothing left to send. */
export const DRAIN = 3;
/** Bytes pass through without staying. */
export const PASS = 4;
/** The client takes what makes room for the transport's bytes in a full kernel send buffer. */
export const SEND = 5;
/** The client empties the kernel's send buffer. */
export const SEND_KERNEL = 6;
/** The client empties HAProxy's socket: the pod is done. */
export const SEND_OUTSIDE = 7;

export const FLOW_KINDS: readonly FlowKind[] = [
  { usesSite: false, usesLink: true, gains: UNREAD, loses: OUTSIDE },
  { usesSite: false, usesLink: true, gains: KERNEL_RECEIVE, loses: OUTSIDE },
  { usesSite: true, usesLink: true, gains: HANDLER, loses: OUTSIDE },
  { usesSite: true, usesLink: false, gains: HANDLER, loses: KERNEL_RECEIVE },
  { usesSite: true, usesLink: true, gains: OUTSIDE, loses: OUTSIDE },
  { usesSite: false, usesLink: true, gains: OUTSIDE, loses: OUTSIDE },
  { usesSite: false, usesLink: true, gains: OUTSIDE, loses: KERNEL_SEND },
  { usesSite: false, usesLink: true, gains: OUTSIDE, loses: OUTSIDE },
];
