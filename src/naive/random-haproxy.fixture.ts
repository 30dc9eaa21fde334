/** HAProxy in the random systems: every knob, most of them as they are by default. */
import type { Pick } from './random-clients.fixture.ts';

export function randomHaproxy(pick: Pick): Record<string, unknown> {
  return {
    'haproxy.enabled': pick(true, true, true, true, false),
    'haproxy.version': pick('2.6', '2.8', '3.0', '3.2', '3.2'),
    'haproxy.replicas': pick(1, 1, 2, 3),
    ...placement(pick),
    ...failure(pick),
    ...timeouts(pick),
    ...checks(pick),
    ...doors(pick),
  };
}

function placement(pick: Pick): Record<string, unknown> {
  const growing = {
    'haproxy.maxconn': pick(2, 5, 12),
    'haproxy.minconn': pick(1, 2),
    'haproxy.fullconn': pick(5, 50),
  };
  return {
    'haproxy.balance': pick('leastconn', 'leastconn', 'leastconn', 'roundrobin', 'first', 'random'),
    'haproxy.weights': pick<unknown>([], [], [{ pod: 0, weight: 3 }], [{ pod: 0, weight: 0 }]),
    'haproxy.maxconn': pick<unknown>(1, 2, 5, 12, 40, 'none'),
    'haproxy.maxqueue': pick(0, 0, 1, 5),
    'haproxy.slowstart': pick('0s', '1s', '6.3s'),
    ...pick<Record<string, unknown>>({}, {}, growing),
  };
}

function failure(pick: Pick): Record<string, unknown> {
  const repeated = ['conn-failure', 'empty-response', '503'];
  return {
    'haproxy.retries': pick(0, 1, 3),
    'haproxy.redispatch': pick<unknown>(true, true, false, 1, 2, -2),
    'haproxy.retryOn': pick(['conn-failure'], repeated, ['all-retryable-errors'], ['503']),
    'haproxy.abortonclose': pick(false, true),
    'haproxy.onMarkedDown': pick('none', 'shutdown-sessions'),
  };
}

function timeouts(pick: Pick): Record<string, unknown> {
  return {
    'haproxy.timeouts.queue': pick('none', '513.7ms', '5.317s', '30.13s'),
    'haproxy.timeouts.connect': pick('none', '131.9ms', '5.171s'),
    'haproxy.timeouts.server': pick('none', 'none', '131.1ms', '4.391s'),
    'haproxy.timeouts.client': pick('none', 'none', '151.3ms', '3.673s'),
    'haproxy.timeouts.httpRequest': pick('none', 'none', '173.9ms', '2.203s'),
  };
}

function checks(pick: Pick): Record<string, unknown> {
  return {
    'haproxy.check.enabled': pick(true, true, false),
    'haproxy.check.inter': pick('171.3ms', '1.713s'),
    'haproxy.check.fastinter': pick('auto', 'auto', '97.7ms'),
    'haproxy.check.downinter': pick('auto', 'auto', '389.9ms'),
    'haproxy.check.fall': pick(1, 3),
    'haproxy.check.rise': pick(1, 2),
    'haproxy.check.timeout': pick('none', '13.7ms'),
    'haproxy.check.http': pick(false, false, true),
    'haproxy.check.phase': pick('random', 'random', 'boot'),
    'haproxy.check.age': pick('0s', '7.77s'),
    'haproxy.observe': pick('none', 'layer4', 'layer7'),
    'haproxy.errorLimit': pick(1, 3, 10),
    'haproxy.onError': pick('fastinter', 'fail-check', 'sudden-death', 'mark-down'),
  };
}

function doors(pick: Pick): Record<string, unknown> {
  return {
    'haproxy.httpBufferRequest': pick(false, false, true),
    'haproxy.frontend.maxconn': pick<unknown>('none', 'none', 'none', 1, 20),
    'haproxy.frontend.backlog': pick<unknown>('auto', 1, 10),
    'haproxy.global.maxconn': pick<unknown>('none', 'none', 'none', 5),
  };
}
