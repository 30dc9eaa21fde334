/** `spillway schemas`: what editors complete model, experiment and policy files with. */
import { join } from 'node:path';
import { modelJsonSchema } from '../config/json-schema.ts';
import { policyJsonSchema } from '../recommend/policy.ts';
import { experimentJsonSchema } from '../sweep/experiment.ts';
import { checkWritable, writeAtomic } from './files.ts';
import type { Io } from './io.ts';
import { PACKAGE_ROOT } from './package-root.ts';

/** The generated files, by name. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'model.schema.json': `${JSON.stringify(modelJsonSchema(), null, 2)}\n`,
    'policy.schema.json': `${JSON.stringify(policyJsonSchema(), null, 2)}\n`,
    'experiment.schema.json': `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`,
  };
}

export function schemasCommand(options: { readonly out?: string }, io: Io): void {
  const folder = options.out ?? join(PACKAGE_ROOT, 'schemas');
  checkWritable(folder);
  for (const [name, text] of Object.entries(schemaFiles())) {
    writeAtomic(join(folder, name), text);
    io.out(`${join(folder, name)}\n`);
  }
}
