/** Rules that span the settings of a population of clients. */
import type { ClientOptions } from '../clients/options.ts';
import type { Complain } from './rules.ts';

export function checkClients(
  { clients }: { readonly clients: readonly ClientOptions[] },
  complain: Complain,
): void {
  for (const [index, client] of clients.entries()) {
    const refuse: Complain = (path, expected, hint) =>
      complain(['clients', index, ...path], expected, hint);
    if (client.kind === 'open') checkArrivals(client, refuse);
    if (client.kind === 'replay') checkTrace(client, refuse);
  }
}

function checkArrivals(
  { schedule, bursts }: Extract<ClientOptions, { kind: 'open' }>,
  refuse: Complain,
): void {
  for (const [step, { at }] of schedule.entries()) {
    if (step === 0 || at > schedule[step - 1]!.at) continue;
    refuse(['schedule', step, 'at'], 'a time after that of the step before', 'steps go in order');
  }
  const { on, off } = bursts;
  const isEndless = on.law === 'constant' && on.value === Number.POSITIVE_INFINITY;
  const hasSilences = off.law !== 'constant' || off.value > 0;
  if (isEndless && hasSilences) {
    refuse(['bursts', 'on'], 'a duration, because bursts.off is set', 'for example 10s');
  }
}

function checkTrace(
  { file, trace }: Extract<ClientOptions, { kind: 'replay' }>,
  refuse: Complain,
): void {
  if (file !== '') {
    const hint = 'it is read with the model: write a model that extends this one';
    refuse(['file'], 'the file of a trace in a model file alone', hint);
  } else if (trace.length === 0) {
    refuse(['trace'], 'at least one row, or a file that has them', 'file: trace.csv');
  }
}
