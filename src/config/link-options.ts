/** The network the bytes of all clients share. */
import { byteRate, group } from '../schema/fields.ts';

export const linkSchema = group('The link between the clients and the cluster.', {
  rate: byteRate({
    doc: "Capacity shared by all clients' bodies and responses.",
    above: 0,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
});
