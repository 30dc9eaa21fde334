/** The report of the incident that a policy is about. */
import { beside, type Read } from '../config/extend.ts';
import type { Issue } from '../schema/issue.ts';
import { placeOf, type Tree } from '../schema/tree.ts';
import type { Outcome } from '../sweep/outcome.ts';
import type { Incident } from '../sweep/results.ts';
import type { PolicySpec } from './policy.ts';
import type { Recommendation } from './recommendation.ts';

interface Told {
  readonly told: Recommendation['incident'];
  readonly inputs: readonly { readonly file: string; readonly text: string }[];
}

export function incidentOf(
  { incident }: PolicySpec,
  tree: Tree,
  { file, read }: { readonly file: string; readonly read: Read },
): Outcome<Told> {
  if (incident === undefined) return { value: { told: null, inputs: [] } };
  const target = beside(file, incident);
  const text = read(target);
  const refuse = (message: string): { readonly issues: readonly Issue[] } => ({
    issues: [{ place: placeOf(tree, ['incident']), path: 'incident', message, hint: '' }],
  });
  if (text === null) return refuse(`no such file: ${target}`);
  try {
    const { source, rig, claims } = JSON.parse(text) as Partial<Incident>;
    if (source !== undefined && rig !== undefined && claims !== undefined) {
      const told = { source, rig, claims };
      return { value: { told, inputs: [{ file: target, text }] } };
    }
  } catch {
    // Not even JSON: said below.
  }
  return refuse(`expected a report of an incident, as models/measured/incident.json is`);
}
