/** Methods, from the words of a model file to the codes of the request table. */
import { DELETE, GET, HEAD, POST, PUT } from '../request/table.ts';
import type { Method } from './setting-groups.ts';

export const METHOD_CODES: Readonly<Record<Method, number>> = { GET, PUT, POST, HEAD, DELETE };

/** Whether a request of this method carries a body. */
export function sendsBody(method: number): boolean {
  return method === PUT || method === POST;
}
