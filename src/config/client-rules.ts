/** Rules that span the settings of a population of clients. */
import type { z } from 'zod';
import type { ClientOptions } from '../clients/options.ts';

type Context = z.core.$RefinementCtx;
type Path = (string | number)[];

export function checkClients(
  { clients }: { readonly clients: readonly ClientOptions[] },
  context: Context,
): void {
  for (const [index, client] of clients.entries()) {
    const refuse = (path: Path, message: string, hint: string) => {
      const at = ['clients', index, ...path];
      context.addIssue({ code: 'custom', message, path: at, params: { hint } });
    };
    if (client.kind === 'open') checkArrivals(client, refuse);
    if (client.kind === 'replay') checkTrace(client, refuse);
  }
}

type Refuse = (path: Path, message: string, hint: string) => void;

function checkArrivals(
  { schedule, bursts }: Extract<ClientOptions, { kind: 'open' }>,
  refuse: Refuse,
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
  refuse: Refuse,
): void {
  if (file !== '') {
    const hint = 'it is read with the model: write a model that extends this one';
    refuse(['file'], 'the file of a trace in a model file alone', hint);
  } else if (trace.length === 0) {
    refuse(['trace'], 'at least one row, or a file that has them', 'file: trace.csv');
  }
}
