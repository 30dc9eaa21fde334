import { describe, expect, it } from 'vitest';
import { NOBODY } from '../kernel/linked-queue.ts';
import { Streams } from '../random/streams.ts';
import { leastconn } from './leastconn.ts';
import { createServerTable } from './server-table.ts';

function table(served: number[]) {
  const servers = createServerTable(served.length, 4);
  servers.served.set(served);
  return servers;
}

const FOREVER = Number.POSITIVE_INFINITY;

describe('balance leastconn', () => {
  it('takes the server with the fewest requests', () => {
    expect(leastconn(table([3, 1, 2]), 0, 3, FOREVER, NOBODY, null)).toBe(1);
  });

  it('takes turns among equals before 3.2: the one repositioned longest ago', () => {
    const servers = table([1, 1, 1]);
    servers.rank.set([7, 5, 6]);
    expect(leastconn(servers, 0, 3, FOREVER, NOBODY, null)).toBe(1);
  });

  it('draws among equals since 3.2, each about equally often', () => {
    const servers = table([1, 1, 2, 1]);
    const ties = new Streams('seed').get('ties');
    const picks = [0, 0, 0, 0];
    const draws = 3000;
    for (let i = 0; i < draws; i++) picks[leastconn(servers, 0, 4, FOREVER, NOBODY, ties)]!++;
    const fourErrors = 4 * Math.sqrt(draws * (1 / 3) * (2 / 3));
    expect(picks[2]).toBe(0);
    for (const server of [0, 1, 3]) {
      expect(Math.abs(picks[server]! - draws / 3)).toBeLessThan(fourErrors);
    }
  });

  it('passes over servers that are full or DOWN', () => {
    const servers = table([0, 2, 1]);
    servers.up[0] = 0;
    expect(leastconn(servers, 0, 3, 2, NOBODY, null)).toBe(2);
    servers.served[2] = 2;
    expect(leastconn(servers, 0, 3, 2, NOBODY, null)).toBe(NOBODY);
  });

  it('returns the avoided server if no other will do', () => {
    const servers = table([0, 2, 2]);
    expect(leastconn(servers, 0, 3, 3, 0, null)).not.toBe(0);
    expect(leastconn(servers, 0, 3, 2, 0, null)).toBe(0);
  });

  it('looks at the servers of its own replica alone', () => {
    expect(leastconn(table([0, 0, 5, 4]), 2, 2, FOREVER, NOBODY, null)).toBe(3);
  });
});
