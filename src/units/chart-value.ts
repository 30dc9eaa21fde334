/** Values as the charts of Kubernetes take them. */
import { formatBytes, parseBytes } from './bytes.ts';

/** Resource quantities (Kubernetes API reference, Quantity): `512Mi`, `12.5M`, a plain number. */
const QUANTITY = /^\d+(\.\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)$/;
/** HAProxy configuration manual, section 2.5 "Time format": whole numbers alone. */
const TIME = /^\d+(us|ms|s|m|h|d)$/;

/** Bytes as a Kubernetes quantity, which knows no B; as `label` says them where that is one. */
export function chartBytes(bytes: number, label: string): string | number {
  if (QUANTITY.test(label)) return label;
  const whole = Math.round(bytes);
  const said = formatBytes(whole).replace('iB', 'i').replace(/B$/, '');
  return QUANTITY.test(said) ? said : whole;
}

/** A time of whole numbers, as `label` says it where that is one. @param seconds [s] */
export function chartTime(seconds: number, label: string): string {
  return TIME.test(label) ? label : `${Math.round(seconds * 1000)}ms`;
}

/** A plain number of `unit`, as `64` of MiB. @param bytes [B] */
export function countOf(bytes: number, unit: string): number {
  const one = parseBytes(`1${unit}`);
  if ('hint' in one) throw new Error(`no unit of bytes: ${unit}`);
  return bytes / one.value;
}
