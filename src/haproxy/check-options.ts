/** Active health checks, and what HAProxy concludes about a server from its traffic. */
import { count, flag, group, oneOf, seconds } from '../schema/fields.ts';

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

export const check = group('Active health checks.', {
  enabled: flag({
    doc: 'Whether HAProxy probes the pods; without it a dead pod stays in rotation.',
    default: true,
    source: 'assumed',
  }),
  inter: seconds({
    doc: 'Time between two checks of a server.',
    above: 0,
    default: '2s',
    source: manual('section 5.2, inter'),
  }),
  fastinter: seconds({
    doc: 'Time between two checks of a server in transition; auto is check.inter.',
    above: 0,
    auto: true,
    default: 'auto',
    source: manual('section 5.2, inter'),
  }),
  downinter: seconds({
    doc: 'Time between two checks of a server that is DOWN; auto is check.inter.',
    above: 0,
    auto: true,
    default: 'auto',
    source: manual('section 5.2, inter'),
  }),
  fall: count({
    doc: 'Failed checks in a row that take a server down.',
    min: 1,
    default: 3,
    source: manual('section 5.2, fall'),
  }),
  rise: count({
    doc: 'Good checks in a row that bring a server up.',
    min: 1,
    default: 2,
    source: manual('section 5.2, rise'),
  }),
  timeout: seconds({
    doc: 'Longest wait for the answer to a check (timeout check); none is check.inter.',
    above: 0,
    none: true,
    default: 'none',
    source: manual('section 4.2, timeout check'),
  }),
  http: flag({
    doc: 'Whether the application must answer (option httpchk); else the kernel accepts for it.',
    default: false,
    source: manual('section 4.2, option httpchk: a plain connect by default'),
  }),
  phase: oneOf(['random', 'boot'], {
    doc: 'random: checks fall anywhere; boot: server i of n is first checked inter*i/n after boot.',
    default: 'random',
    source: 'check.c, start_checks: spread over the smallest inter',
  }),
  age: seconds({
    doc: 'With check.phase boot: how long HAProxy has been running when the run begins.',
    default: '0s',
    source: 'choice',
  }),
});

/** Parameters of the server lines about checks by traffic. */
export const observing = {
  observe: oneOf(['none', 'layer4', 'layer7'], {
    doc: 'Whether connects (layer4), or answers too (layer7), count as checks; needs check.enabled.',
    default: 'none',
    source: manual('section 5.2, observe'),
  }),
  errorLimit: count({
    doc: 'Errors in a row seen by observe that trigger onError.',
    min: 1,
    default: 10,
    source: manual('section 5.2, error-limit'),
  }),
  onError: oneOf(['fastinter', 'fail-check', 'sudden-death', 'mark-down'], {
    doc: 'What errorLimit errors do: check sooner, or also fail a check, all but one, or all.',
    default: 'fail-check',
    source: manual('section 5.2, on-error'),
  }),
  onMarkedDown: oneOf(['none', 'shutdown-sessions'], {
    doc: 'Whether requests in a server that goes DOWN are cut off; else they are left to end.',
    default: 'none',
    source: manual('section 5.2, on-marked-down'),
  }),
};
