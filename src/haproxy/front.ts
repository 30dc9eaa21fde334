/**
 * What stands between clients and pods: HAProxy, or nothing. Its ports are connected by the
 * simulation.
 */
import type { Ending } from '../request/ending.ts';

export interface Front {
  /** A client's request has come in. */
  arrive(request: number): void;
  /** The pod is through with a request, or died under it. */
  release(request: number): void;
  /** The pod no longer listens. */
  podDied(pod: number): void;
  /** Hands a request to a pod; false if the connection is refused. */
  onConnect: (request: number, pod: number) => boolean;
  /** The request waits in a queue. */
  onQueue: (request: number) => void;
  /** The front itself ends the request. */
  onRefuse: (request: number, ending: Ending) => void;
  /** Whether a pod accepts connections. */
  isListening: (pod: number) => boolean;
  /** Requests waiting, all replicas together. */
  queued(): number;
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
