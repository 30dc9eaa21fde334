import type { Streams } from '../random/streams.ts';
import type { Balance } from './balance.ts';
import { BetterOfTwo } from './better-of-two.ts';
import { FirstFit } from './first-fit.ts';
import { LeastConn } from './leastconn.ts';
import type { HaproxyOptions } from './options.ts';
import { RoundRobin } from './round-robin.ts';
import type { Slots } from './slots.ts';
import { traitsOf } from './version.ts';

/** The balance that a model names, told from now on of all that moves in these slots. */
export function createBalance(options: HaproxyOptions, slots: Slots, streams: Streams): Balance {
  const balance = balanceOf(options, slots, streams);
  slots.tell(balance);
  return balance;
}

function balanceOf(options: HaproxyOptions, slots: Slots, streams: Streams): Balance {
  switch (options.balance) {
    case 'leastconn': {
      const drawsTies = traitsOf(options.version).ties === 'random';
      return new LeastConn(slots, drawsTies ? streams.get('haproxy/ties') : null);
    }
    case 'roundrobin':
      return new RoundRobin(slots);
    case 'first':
      return new FirstFit(slots);
    case 'random':
      return new BetterOfTwo(slots, streams.get('haproxy/random'));
  }
}
