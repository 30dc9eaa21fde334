/** A request, with all that anybody in the system knows of it. */
import type { Ending } from '../request/ending.ts';
import type { Termination } from '../request/termination.ts';
import type { Pod, Replica, Server, Timer } from './world.fixture.ts';

/** What a flow does with the bytes it moves. */
export type FlowKind =
  /** Client to uvicorn's buffer, while nobody reads. */
  | 'park-unread'
  /** Client to the kernel's receive buffer, while nobody reads. */
  | 'park-kernel'
  /** Client to the handler. */
  | 'read'
  /** The kernel's receive buffer to the handler. */
  | 'drain'
  /** Client to nowhere: bytes that do not stay. */
  | 'pass'
  /** Transport through a full kernel send buffer to the client. */
  | 'send'
  /** The kernel's send buffer to the client. */
  | 'send-kernel'
  /** HAProxy's socket to the client. */
  | 'send-outside';

export interface Flow {
  readonly kind: FlowKind;
  readonly bytes: number;
  /** Most its client takes or gives [B/s]. */
  readonly cap: number;
  /** Which started first. */
  readonly rank: number;
  moved: number;
  /** [B/s] */
  rate: number;
  /** When it moved last, or began [s]. */
  movedAt: number;
  /** When all is moved. */
  readonly goOn: () => void;
}

/** How far a request has come in its pod: its body is not all sent, it is, it is being answered. */
export type Stage = 'outside' | 'uploading' | 'thinking' | 'responding';
/** Whom it waits for there; nobody while its bytes flow. */
export type Awaited = 'nobody' | 'pod' | 'client';
/**
 * Where HAProxy has it: waiting for its body, in a queue, between two attempts to connect,
 * connected, or through with it while its client still takes the answer.
 */
export type Phase = 'outside' | 'receiving' | 'queued' | 'paused' | 'connected' | 'delivered';

/** A part of a response, or all of it, on its way out of one buffer. */
export interface Emptying {
  readonly kind: 'send' | 'send-kernel' | 'send-outside';
  left: number;
  readonly goOn: () => void;
}

/** An object that is uploaded by many requests. */
export interface Upload {
  readonly first: Request;
  readonly body: number;
  readonly partSize: number;
  readonly parts: number;
  /** Requests sent or due, and sent; retries are not counted. */
  scheduled: number;
  sent: number;
  /** Requests due or without their final answer. */
  open: number;
  failure: Ending | null;
}

/** What a client asks for, and how it goes about it. */
export interface Manner {
  readonly population: number;
  readonly worker: number;
  method: string;
  body: number;
  readonly response: number;
  pace: number;
  readonly catchesUp: boolean;
  readonly keepsAlive: boolean;
  upload: Upload | null;
}

export interface Request extends Manner, InPod {
  /** Place in the order of sending. */
  readonly number: number;
  readonly sentAt: number;
  /** How often this very request was sent before. */
  readonly repeats: number;
  /** Its wait for 100 Continue [s]; 0: it does not ask. */
  expectWait: number;
  /** Byte at which its client stalls, and for how long [s]. */
  stallAt: number;
  stallFor: number;
  /** When its client gives up. */
  patience: Timer | null;
  /** Its client has its answer, or has left. */
  answered: boolean;

  /** The replica of HAProxy it came to. */
  replica: Replica | null;
  /** Its connection is one of those the replica has accepted. */
  accepted: boolean;
  phase: Phase;
  /** It counts as one of the backend. */
  inBackend: boolean;
  /** Bytes of its body that HAProxy has as it connects, which reach the pod at once [B]. */
  buffered: number;
  /** Its client has left and HAProxy has not noticed. */
  abandoned: boolean;
  /** End of its reception, or next attempt to connect. */
  next: Timer | null;
  /** Server it holds a slot of. */
  server: Server | null;
  /** Handed over beyond the slots: it holds none. */
  extra: boolean;
  /** Attempts that failed. */
  tries: number;
  /** How it ended for HAProxy, as in its log (configuration manual, section 8.5). */
  termination: Termination;
  /** It was in the buffer whole when it was sent to a pod for the first time. */
  repeatable: boolean;
  /** Queue it is in: its server's own, or the backend's. */
  queue: Request[] | null;
  queuedAt: number;
  queuedRank: number;
  assignedAt: number;
  /** Pod it reached last. */
  reached: Pod | null;

  /** Pod it is in, and its rank among those that came in. */
  pod: Pod | null;
  entered: number;
  stage: Stage;
  awaits: Awaited;
  /** Since when it is at this stage and waits for that, and in which order that came about. */
  since: number;
  sinceRank: number;
}

/** What begins anew in each pod. */
export interface InPod {
  /** The other end has closed the connection. */
  cut: boolean;
  /** Its client: goes on, waits for 100 Continue, stalls, or sends and takes nothing any more. */
  pause: 'none' | 'awaits-continue' | 'stalled' | 'left';
  pauseEnd: Timer | null;
  /** Bytes up to which its client goes without a stall. */
  limit: number;
  /** When its stall ends, if it began before it came to the pod; else NaN [s]. */
  stallEnd: number;
  /** It came on a connection that has carried a body before. */
  warm: boolean;
  /** Its only flow, if any: a request moves bytes in one place at a time. */
  flow: Flow | null;
  /** Budget of the limiter it holds [B]. */
  reserved: number;
  /** What its handler does with the body, up to which byte, and what follows. */
  doing: 'nothing' | 'reads' | 'passes';
  goal: number;
  goOn: () => void;
  /** Bytes of its body the handler has read or passed on, and those in uvicorn and in the kernel. */
  read: number;
  unread: number;
  kernelReceive: number;
  /** Bytes in its handler. */
  held: number;
  /** It reads its body, or the first part. */
  reads: boolean;
  /** It has begun to read. */
  begun: boolean;
  /** Bodies read side by side with it. */
  overlap: number;
  /** It uploads in parts. */
  uploads: boolean;
  /** Response bytes fetched from the store. */
  fetched: number;
  /** Encrypted part that stays until the next one is here [B]. */
  ciphertext: number;
  /** A decrypted part that waits for the transport [B]. */
  waiting: number | null;
  /** It has handed over part of its answer, if only nothing of a part. */
  handed: number;
  /** Of these, what the client had not taken when its flow began [B]. */
  backlog: number;
  /** Part the transport holds [B]. */
  writing: number;
  emptying: Emptying | null;
  /** Set once all is handed over: what happens when its bytes have left the pod. */
  drained: (() => void) | null;
}

/** How every request begins, in every pod. */
export function untouched(): InPod {
  return {
    cut: false,
    pause: 'none',
    pauseEnd: null,
    limit: Number.POSITIVE_INFINITY,
    stallEnd: Number.NaN,
    warm: false,
    flow: null,
    reserved: 0,
    doing: 'nothing',
    goal: 0,
    goOn: () => undefined,
    read: 0,
    unread: 0,
    kernelReceive: 0,
    held: 0,
    reads: false,
    begun: false,
    overlap: 0,
    uploads: false,
    fetched: 0,
    ciphertext: 0,
    waiting: null,
    handed: 0,
    backlog: 0,
    writing: 0,
    emptying: null,
    drained: null,
  };
}
