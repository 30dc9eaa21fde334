/** How many connections HAProxy accepts, and what waits for it in the kernel. */
import { count, group } from '../schema/fields.ts';

const manual = (where: string) => `HAProxy 3.2 configuration manual, ${where}`;

export const frontend = group('The frontend that the clients connect to.', {
  maxconn: count({
    doc: 'Client connections accepted at once, in each replica; further ones wait in the kernel.',
    min: 1,
    none: true,
    default: 'none',
    source: manual('section 4.2, maxconn: as many as global.maxconn'),
  }),
  backlog: count({
    doc: 'Connections that may wait in the kernel; auto is frontend.maxconn, or 1024 without.',
    min: 1,
    auto: true,
    default: 'auto',
    source: `${manual('section 4.2, backlog')}; Linux caps it at net.core.somaxconn, 4096`,
  }),
});

export const globalLimits = group('Limits of the whole process.', {
  maxconn: count({
    doc: 'Client connections accepted at once by each replica, over all its frontends.',
    min: 1,
    none: true,
    default: 'none',
    source: 'assumed: unset, HAProxy derives it from the limit on open files',
  }),
});
