/** What was measured on real pods, drawn and told beside what is simulated. */
import { join } from 'node:path';
import type { Incident, Measured, MeasuredPoint } from '../sweep/results.ts';
import { readText } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';

/** The files of models/measured with what they say. */
export function readMeasured(): {
  readonly measured: Measured;
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
} {
  const [inFlight, incident] = ['in-flight.json', 'incident.json'].map((name) => {
    const file = join(PACKAGE_ROOT, 'models', 'measured', name);
    return { file, text: readText(file) };
  }) as [Input, Input];
  const { points } = JSON.parse(inFlight.text) as { points: MeasuredPoint[] };
  const measured = { points, incident: JSON.parse(incident.text) as Incident };
  return { measured, inputs: [inFlight, incident] };
}

interface Input {
  readonly file: string;
  readonly text: string;
}
