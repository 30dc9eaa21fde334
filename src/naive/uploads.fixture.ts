/** The bodies that the clients of a model send, one each, for the chunk-by-chunk oracle. */
import type { Model } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import { Streams } from '../random/streams.ts';

export interface Upload {
  readonly sentAt: number;
  readonly body: number;
  readonly pace: number;
  /** Bytes its handler has read, and those it holds. */
  read: number;
  held: number;
  /** Bytes in uvicorn's and the kernel's buffers. */
  unread: number;
  kernel: number;
  /** Bytes the handler wants to have read, and what follows; null: nobody reads. */
  goal: { readonly bytes: number; readonly then: () => void } | null;
  /** Its client has a chunk under way. */
  moves: boolean;
  /** When its client had its last chunk ready [s]. */
  readyAt: number;
}

/** The bodies of a closed crowd whose workers send one each, by the laws and streams of the model. */
export function uploadsOf(model: Model, seed: string): Upload[] {
  const streams = new Streams(seed);
  const client = model.clients[0]!;
  if (client.kind !== 'closed') throw new Error('the clients are a closed crowd');
  const draw = (stream: string, law: Parameters<typeof compileLaw>[0]) =>
    compileLaw(law).sample(streams.get(`clients[0]/${stream}`));
  const starts = Array.from({ length: client.requests }, () =>
    draw('start jitter', client.startJitter),
  );
  return starts
    .sort((a, b) => a - b)
    .map((sentAt) => {
      const body = Math.round(draw('bodies', client.bodySize));
      const pace = draw('paces', client.pace);
      const shared = 2 ** (Math.round(Math.log2(pace) * 16) / 16);
      const state = { read: 0, held: 0, unread: 0, kernel: 0, goal: null, moves: false };
      return {
        sentAt,
        body,
        pace: compileLaw(client.pace).random ? shared : pace,
        readyAt: sentAt,
        ...state,
      };
    });
}
