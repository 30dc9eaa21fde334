/** What the pull request claims, what speaks for and against it, and what would settle it. */
import { INCIDENT_SOURCE } from '../plots/incident-cells.ts';
import type { Block } from './block.ts';

export interface Claim {
  readonly claim: string;
  readonly supports: string;
  readonly contradicts: string;
  /** The measurement that would decide. */
  readonly settledBy: string;
}

/** What `measured` means in the table. */
export const CLAIMS_MEASURED =
  'Measured: uvicorn 0.17.6, Python 3.11, glibc 2.36, HAProxy 2.6.12, cgroup v1, loopback, November 2026.';

export const CLAIMS: readonly Claim[] = [
  {
    claim: 'uvicorn buffers each body ahead of the limiter',
    supports:
      'the pod died under 128 x 16 MB PUT, with 87 MB of a 957 MiB resident set known to Python',
    contradicts:
      'uvicorn stops reading above 64 KiB a request (its source) and one read may follow: 0.12 MiB a body on average, 0.25 MiB at most, in every run measured',
    settledBy: '`anon` and `sock` of the pod in `memory.stat` during a flood',
  },
  {
    claim: 'about 7 MiB a body that the limiter does not see',
    supports:
      '957 MiB at about 125 bodies; 8 MiB parts without a working limiter measured 8.7 to 10.0 MiB a body and left 887 to 1063 MiB resident; warm keep-alive sockets can hold 6 MiB each',
    contradicts:
      'with a working limiter the same flood measured 121 to 213 MiB; fresh unread connections held 0.7 MiB in the kernel',
    settledBy: 'the peak with 16 MB against 64 MB bodies, and whether connections were kept alive',
  },
  {
    claim: 'with maxconn 40 the flood passes: 256/256 ok, no OOM',
    supports: 'one flood, 335 MiB',
    contradicts:
      'one flood without a kill bounds P(OOM per flood) at 0.95 (95%), no lower; parts without a limiter at maxconn 40 measured 485 MiB, a kill and 506 MiB in three runs',
    settledBy: '59 floods without a kill, which bound it at 5%',
  },
  {
    claim: 'excess requests queue, then are redispatched',
    supports: 'a queued request goes to whichever server frees a slot first',
    contradicts:
      'that needs no redispatch; when `timeout queue` expires the client gets a 503 (`sQ`), and `option redispatch` only concerns failed connections (HAProxy configuration manual)',
    settledBy: 'termination states in the HAProxy log during a flood',
  },
  {
    claim: 'clients mostly see success, only slower',
    supports: '256 of 256 in the one flood measured',
    contradicts:
      'a closed loop of N clients on m slots waits (N - m) / X: within 30 s for 128 on 40 a pod must serve X >= 88 / 30 = 2.9 requests/s, 47 MB/s',
    settledBy: '`Tw` and the share of `sQ` in the HAProxy log, at the speed of real clients and S3',
  },
  {
    claim: '`timeout queue 30s` is the right wait',
    supports: 'in a short burst a longer time-out turns 503s into waits',
    contradicts:
      'in sustained overload the loss is 1 - c mu / lambda whatever the time-out; only the wait of those served grows',
    settledBy: 'the length of real bursts, and the time-out of the clients',
  },
  {
    claim: 'the cap holds for each pod',
    supports: 'maxconn is per server, and was exact in every steady run measured',
    contradicts:
      'one pod was tested, three are shipped; each frontproxy counts by itself, so two let in 80; a pod that returns was handed up to twice maxconn by HAProxy 2.6',
    settledBy:
      'requests in each pod (`scur` summed over frontproxies) in a flood and after a restart',
  },
];

export function claimsTable(): Block {
  return {
    kind: 'table',
    headers: [`claim (${INCIDENT_SOURCE})`, 'supports', 'contradicts', 'would settle it'],
    numeric: [],
    rows: CLAIMS.map((one) => [one.claim, one.supports, one.contradicts, one.settledBy]),
  };
}
