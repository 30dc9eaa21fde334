/** Peaks measured on a real pod, drawn beside the simulated ones. */
import { join } from 'node:path';
import type { MeasuredFile, MeasuredPoint } from '../sweep/results.ts';
import { readText } from './files.ts';
import { PACKAGE_ROOT } from './package-root.ts';

export function measuredPoints(): readonly MeasuredPoint[] {
  const text = readText(join(PACKAGE_ROOT, 'models', 'measured', 'in-flight.json'));
  return (JSON.parse(text) as MeasuredFile).points;
}
