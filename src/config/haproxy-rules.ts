/** What must hold between HAProxy's settings. */
import type { HaproxyOptions } from '../haproxy/options.ts';
import type { Complain } from './rules.ts';

interface Shape {
  readonly haproxy: HaproxyOptions;
}

/** A limit that grows with the load has an end, and a load at which it gets there. */
export function checkHaproxy({ haproxy }: Shape, complain: Complain): void {
  const { minconn, maxconn, fullconn, frontend, global } = haproxy;
  const refuse = (key: string, expected: string, hint: string) =>
    complain(['haproxy', key], expected, hint);
  if (minconn === Number.POSITIVE_INFINITY) return;
  if (maxconn === Number.POSITIVE_INFINITY) {
    refuse('maxconn', 'a whole number, because haproxy.minconn is set', `${minconn} or more`);
  } else if (minconn > maxconn) {
    const hint = 'HAProxy would raise maxconn to minconn';
    refuse('minconn', `at most ${maxconn}, the haproxy.maxconn`, hint);
  }
  const isDerived = Math.min(frontend.maxconn, global.maxconn) < Number.POSITIVE_INFINITY;
  if (fullconn !== 'auto' || isDerived) return;
  const hint = 'or set haproxy.frontend.maxconn: fullconn is then a tenth of it';
  refuse('fullconn', 'a whole number, because haproxy.minconn is set', hint);
}
