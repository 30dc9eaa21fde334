/**
 * Erlang's loss formula: the share of Poisson arrivals that find all servers of M/G/c/c busy, at
 * an offered load of `load` erlangs. It depends on the service law through its mean only (Erlang
 * 1917; Sevastyanov 1957). By the recursion in c, which keeps all digits.
 */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  return blocked;
}
