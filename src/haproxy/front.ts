/**
 * What stands between clients and pods: HAProxy, or nothing. Its ports are connected by the
 * simulation.
 */
import type { Ending } from '../request/ending.ts';

export interface Front {
  /** A client's request has come in: the front holds it from here on. */
  arrive(request: number): void;
  /**
   * The pod is through with a request, or died under it.
   *
   * @returns true if the front keeps the request and tries again: the attempt goes on
   */
  finished(request: number, ending: Ending): boolean;
  /** The request's `stage` or `waitsFor` has changed, or bytes of it have moved in no time. */
  progressed(request: number): void;
  /** No byte of the request has moved between its pod and the front for `timeout server`. */
  stoodStill(request: number): void;
  /** The client has closed its connection before the end; its attempt is over. */
  clientLeft(request: number): void;
  /** The client has its answer, or has left: its connection is free. */
  answered(request: number): void;
  /** The pod no longer listens. */
  podDied(pod: number): void;
  /** The pod has become ready in the eyes of a Service, or has ceased to be. */
  readinessChanged(pod: number): void;
  /** Hands a request to a pod; false if the connection is refused. */
  onConnect: (request: number, pod: number) => boolean;
  /** The request waits in a queue. */
  onQueue: (request: number) => void;
  /** The front itself answers the client, with an error. */
  onRefuse: (request: number, ending: Ending) => void;
  /** The front closes its connection to the pod a request is in. */
  onCut: (request: number) => void;
  /** Whether a pod accepts connections. */
  isListening: (pod: number) => boolean;
  /** Time until the application of a listening pod would answer a probe [s]. */
  probe: (pod: number) => number;
  /** Requests waiting, all replicas together. */
  queued(): number;
  /** Requests whose client has stalled for good before they reached a pod. */
  stalledForGood(): number;
  /** Slots held, all servers and replicas together. */
  heldSlots(): number;
  /** Plain run state, for snapshots. */
  readonly state: object;
}

/**
 * What the kernel takes of a response on HAProxy's socket to a client that reads nothing [B]:
 * HAProxy has then finished with the pod (seen on 2.6.12 with tcp_wmem up to 4 MiB).
 */
export const CLIENT_SOCKET_BUFFER = 3.3e6;
