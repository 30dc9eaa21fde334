/** S3 behind the pods: how long a call takes and how many there can be. */
import type * as z from 'zod';
import { byteRate, count, group, type Resolved, secondsLaw } from '../schema/fields.ts';

export const upstreamSchema = group('The object store behind the pods.', {
  latency: secondsLaw({
    doc: 'Time of one call to the store, transfer not counted; drawn for each call.',
    default: '0s',
    source: 'assumed',
  }),
  rate: byteRate({
    doc: 'Transfer rate of one connection to the store.',
    above: 0,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
  connections: count({
    doc: 'Connections a pod opens to the store at most; further calls wait.',
    min: 1,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
});

export type UpstreamOptions = Resolved<z.output<typeof upstreamSchema>>;
