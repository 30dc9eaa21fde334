import { describe, expect, it } from 'vitest';
import { Streams } from '../random/streams.ts';
import { Direct } from './direct.ts';

/** A Service before pods that take what comes, and where each of so many requests gets. */
function service(pods: number) {
  const direct = new Direct(pods, new Streams('x').get('direct'));
  const ready = new Array<boolean>(pods).fill(true);
  const reached: number[] = [];
  direct.isListening = (pod) => ready[pod]!;
  direct.onConnect = (_, pod) => {
    reached.push(pod);
    return true;
  };
  direct.onRefuse = () => reached.push(-1);
  return {
    send(count: number): number[] {
      for (let request = 0; request < count; request++) direct.arrive(request);
      return reached.splice(0);
    },
    setReady(pod: number, isReady: boolean): void {
      ready[pod] = isReady;
      direct.readinessChanged(pod);
    },
  };
}

describe('a Service', () => {
  it('draws one of its ready pods for each connection, all alike', () => {
    const { send, setReady } = service(5);
    setReady(1, false);
    setReady(4, false);
    setReady(4, true);
    const reached = send(4000);
    const fourErrors = 4 * Math.sqrt(4000 * (1 / 4) * (3 / 4));
    for (const pod of [0, 2, 3, 4]) {
      const count = reached.filter((each) => each === pod).length;
      expect(Math.abs(count - 1000)).toBeLessThan(fourErrors);
    }
    expect(reached).not.toContain(1);
  });

  it('refuses a connection while no pod is ready', () => {
    const { send, setReady } = service(2);
    setReady(0, false);
    setReady(1, false);
    expect(send(2)).toEqual([-1, -1]);
    setReady(1, true);
    expect(send(2)).toEqual([1, 1]);
  });
});
