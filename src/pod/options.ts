/** A pod: its limits, where the bytes of a request sit in it, how it dies and returns. */
import type * as z from 'zod';
import {
  bytes,
  cores,
  count,
  group,
  list,
  numberLaw,
  oneOf,
  plainNumber,
  type Resolved,
  secondsLaw,
  share,
} from '../schema/fields.ts';
import { heap } from './heap.ts';
import { liveness, readiness } from './probe-options.ts';
import { cpu, fit, limiter, restart } from './setting-groups.ts';
import { LIMITER, MEMORY_LIMIT, REPLICAS, RIG } from './sources.ts';

/** The hypotheses of what a handler does with a body's bytes. */
export const HANDLERS = [
  'limiter-then-parts',
  'limiter-then-read',
  'parts',
  'sleep-then-read',
  'read-all',
  'constant',
  'received',
  'incident-fit',
] as const;
export type HandlerName = (typeof HANDLERS)[number];

export const ALLOCATORS = ['default', 'fixed-threshold'] as const;
export const CGROUPS = ['v1', 'v2'] as const;

export const podSchema = group('The pods, all alike.', {
  replicas: count({ doc: 'Number of pods.', min: 1, default: 3, source: REPLICAS }),
  memoryLimit: bytes({
    doc: 'Memory a pod is OOMKilled above.',
    above: 0,
    none: true,
    default: '512Mi',
    source: MEMORY_LIMIT,
  }),
  cpuLimit: cores({
    doc: 'CPU of a pod; its one event loop never uses more than one core.',
    above: 0,
    none: true,
    default: 'none',
    source: 'assumed',
  }),
  cgroup: oneOf(CGROUPS, {
    doc: 'v2 charges kernel socket buffers to the pod, v1 does not.',
    default: 'v2',
    source: 'Linux kernel documentation, cgroup-v2: memory.stat sock',
  }),
  base: bytes({
    doc: 'Memory of an idle pod; auto is pod.heap.idle, and 42.3MiB under incident-fit.',
    auto: true,
    default: 'auto',
    source: RIG,
  }),
  allocator: oneOf(ALLOCATORS, {
    doc: 'fixed-threshold is MALLOC_MMAP_THRESHOLD_=131072: freed bytes return to the system.',
    default: 'default',
    source: 'mallopt(3), M_MMAP_THRESHOLD',
  }),
  retention: share({
    doc: 'Share of the highest held bytes that stays resident; auto is as in pod.heap, by handler.',
    auto: true,
    default: 'auto',
    source: RIG,
  }),
  fragmentation: plainNumber({
    doc: 'Parts kept for each doubling of the uploads at once; auto is as in pod.heap, or 0.',
    auto: true,
    default: 'auto',
    source: RIG,
  }),
  copies: plainNumber({
    doc: 'Resident copies of a whole body under read-all; auto is 2, and what pod.heap adds.',
    min: 1,
    auto: true,
    default: 'auto',
    source: RIG,
  }),
  heap,
  runEffect: numberLaw({
    doc: 'Multiplies the memory on the heap; drawn at each process start.',
    above: 0,
    default: 1,
    source: 'neutral: no spread unless a model states one',
  }),
  kernelBuffer: bytes({
    doc: "The kernel's receive buffer of an unread body; charged under cgroup v2.",
    default: '0.7MiB',
    source: `fresh unread connections; 0.02 to 6.8 MiB elsewhere: ${RIG}`,
  }),
  warmKernelBuffer: bytes({
    doc: 'The same on a kept connection that has carried a body before; none is closed for idling.',
    default: '6MiB',
    source: `tcp(7), tcp_rmem: the most a receive buffer grows to; 1.8 to 6.8 MiB ${RIG}`,
  }),
  uvicornBuffer: bytes({
    doc: "uvicorn's own buffer of an unread body.",
    default: '124.6KiB',
    source: `mean; 250 KiB at most: ${RIG}`,
  }),
  sendBuffer: bytes({
    doc: "The kernel's send buffer while a client reads slowly; charged under cgroup v2.",
    default: '3.6MiB',
    source: `slow readers of 16 MB: ${RIG}`,
  }),
  handler: oneOf(HANDLERS, {
    doc: 'What a request does with its bytes over its stay: the hypothesis under test.',
    default: 'limiter-then-parts',
    source: 'choice',
  }),
  partSize: bytes({
    doc: 'Bytes a handler collects before it encrypts and uploads them as one part.',
    above: 0,
    default: '8MiB',
    source: `${LIMITER}: MAX_BUFFER_SIZE`,
  }),
  limiter,
  cpu,
  service: secondsLaw({
    doc: 'Extra time a request spends in the handler.',
    default: '0s',
    source: 'neutral: the handler itself takes no extra time',
  }),
  slow: list('Pods that are slower than the others.', {
    pod: count({ doc: 'Index of the pod, from 0.', source: 'choice' }),
    service: secondsLaw({ doc: 'Its extra time in the handler, instead.', source: 'choice' }),
  }),
  residue: bytes({
    doc: 'Memory each request leaves behind until the process dies. Measured over 2,000 requests a pod: beyond them it is an extrapolation, without end.',
    default: '0B',
    source: 'neutral: no leak unless a model states one',
  }),
  startup: secondsLaw({
    doc: 'Time from the start of the process until it accepts connections.',
    default: '1s',
    source: 'assumed',
  }),
  restart,
  liveness,
  readiness,
  fit,
});

export type PodOptions = Resolved<z.output<typeof podSchema>>;

// What `auto` stands for belongs to the option; a run needs it without the schemas around it.
export { baseBytes } from './base-bytes.ts';
