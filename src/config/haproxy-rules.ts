/** What must hold between HAProxy's settings. */
import type { z } from 'zod';
import type { HaproxyOptions } from '../haproxy/options.ts';

interface Shape {
  readonly haproxy: HaproxyOptions;
}

/** A limit that grows with the load has an end, and a load at which it gets there. */
export function checkHaproxy({ haproxy }: Shape, context: z.core.$RefinementCtx): void {
  const { minconn, maxconn, fullconn, frontend, global } = haproxy;
  const issue = (key: string, message: string, hint: string) =>
    context.addIssue({ code: 'custom', message, path: ['haproxy', key], params: { hint } });
  if (minconn === Number.POSITIVE_INFINITY) return;
  if (maxconn === Number.POSITIVE_INFINITY) {
    issue('maxconn', 'a whole number, because haproxy.minconn is set', `${minconn} or more`);
  } else if (minconn > maxconn) {
    const hint = 'HAProxy would raise maxconn to minconn';
    issue('minconn', `at most ${maxconn}, the haproxy.maxconn`, hint);
  }
  const isDerived = Math.min(frontend.maxconn, global.maxconn) < Number.POSITIVE_INFINITY;
  if (fullconn !== 'auto' || isDerived) return;
  const hint = 'or set haproxy.frontend.maxconn: fullconn is then a tenth of it';
  issue('fullconn', 'a whole number, because haproxy.minconn is set', hint);
}
