/**
 * The rate of every flow, from scratch: all rise together until one meets its own cap, or a pod or
 * the link is used up; what that holds back stays there, and the rest rises on (max-min fairness).
 */
import { observe } from './memory.fixture.ts';
import { readRateOf, sustainedReadRateOf } from './path.fixture.ts';
import type { Flow, FlowKind, Request } from './request.fixture.ts';
import type { Pod, World } from './world.fixture.ts';

/** Whether a flow takes of the pod's reading, and of the link. */
const USES: Record<FlowKind, { readonly pod: boolean; readonly link: boolean }> = {
  'park-unread': { pod: false, link: true },
  'park-kernel': { pod: false, link: true },
  read: { pod: true, link: true },
  drain: { pod: true, link: false },
  pass: { pod: true, link: true },
  send: { pod: false, link: true },
  'send-kernel': { pod: false, link: true },
  'send-outside': { pod: false, link: true },
};

interface Rising {
  readonly flow: Flow;
  /** The pod whose reading it takes of, or null. */
  readonly pod: Pod | null;
  readonly onLink: boolean;
}

/** Starts a flow of a request; its `goOn` follows, at once if nothing slows the flow down. */
export function startFlow(
  world: World,
  request: Request,
  flow: Pick<Flow, 'kind' | 'bytes' | 'cap' | 'goOn'>,
): void {
  const { kind, bytes, cap } = flow;
  request.flow = { ...flow, rank: world.ranks++, moved: 0, rate: 0, movedAt: world.now };
  if (!isInstant(world, kind, cap)) return;
  request.flow.moved = bytes;
  if (request.pod !== null && kind !== 'pass') observe(world, request.pod);
  endFlow(request);
}

/** Whether such a flow is over as soon as it starts. */
export function isInstant({ model }: World, kind: FlowKind, cap: number): boolean {
  const slowed =
    (USES[kind].pod && readRateOf(model.pod) < Number.POSITIVE_INFINITY) ||
    (USES[kind].link && model.link.rate < Number.POSITIVE_INFINITY);
  return cap === Number.POSITIVE_INFINITY && !slowed;
}

/** All of a flow has moved: books it on the request and goes on. */
export function endFlow(request: Request): void {
  const flow = request.flow!;
  flow.moved = flow.bytes;
  stopFlow(request);
  flow.goOn();
}

/** Stops a flow where it is and books what it has moved. */
export function stopFlow(request: Request): void {
  const { flow } = request;
  if (flow === null) return;
  request.flow = null;
  const { kind, moved } = flow;
  if (kind === 'park-unread') request.unread += moved;
  if (kind === 'park-kernel') request.kernelReceive += moved;
  if (kind === 'drain') request.kernelReceive -= moved;
  if (kind === 'read' || kind === 'drain') {
    request.read += moved;
    request.held += moved;
  }
  if (kind === 'pass') request.read += moved;
  if (kind.startsWith('send')) request.backlog -= moved;
}

export function setRates({ model, requests, pods }: World): void {
  const risings: Rising[] = [];
  for (const { flow, pod } of requests) {
    if (flow === null) continue;
    const { pod: inPod, link: onLink } = USES[flow.kind];
    risings.push({ flow, pod: inPod ? pod : null, onLink });
  }
  const boundByPod = fill(risings, model.link.rate, sustainedReadRateOf(model.pod), pods);
  stall(model, boundByPod);
  keepToLink(risings, boundByPod, model.link.rate);
}

/** Sets the rates; returns the flows that a pod's capacity holds back. */
function fill(risings: Rising[], link: number, capacity: number, pods: Pod[]): Set<Rising> {
  const bound = new Set<Rising>();
  let open = risings;
  let linkLeft = link;
  const podLeft = pods.map(() => capacity);
  while (open.length > 0) {
    const lowestCap = Math.min(...open.map(({ flow }) => flow.cap));
    let level = lowestCap;
    let held = open.filter(({ flow }) => flow.cap === lowestCap);
    let isPodTight = false;
    const tighten = (left: number, sharing: Rising[]): boolean => {
      const share = Math.max(0, left) / sharing.length;
      if (sharing.length === 0 || share >= level) return false;
      level = share;
      held = sharing;
      return true;
    };
    tighten(
      linkLeft,
      open.filter(({ onLink }) => onLink),
    );
    for (const pod of pods) {
      const inPod = open.filter((each) => each.pod === pod);
      if (tighten(podLeft[pod.index]!, inPod)) isPodTight = true;
    }
    for (const each of held) {
      each.flow.rate = level;
      if (isPodTight) bound.add(each);
      if (each.onLink) linkLeft -= level;
      if (each.pod !== null) podLeft[each.pod.index]! -= level;
    }
    open = open.filter((each) => !held.includes(each));
  }
  return bound;
}

/**
 * While its event loop is blocked a pod reads nothing, and in between it reads the faster. That
 * concerns the flows it cannot keep up with; those slower than it on average go on as they are.
 */
function stall(model: World['model'], boundByPod: Set<Rising>): void {
  const speedUp = readRateOf(model.pod) / sustainedReadRateOf(model.pod);
  for (const { flow, pod } of boundByPod) {
    flow.rate = pod!.calls.length > 0 ? 0 : Math.min(flow.cap, flow.rate * speedUp);
  }
}

/** The faster flows between two stalls do not exceed what the others leave of the link. */
function keepToLink(risings: Rising[], boundByPod: Set<Rising>, link: number): void {
  let left = link;
  let wanted = 0;
  for (const each of risings) {
    if (!each.onLink) continue;
    if (boundByPod.has(each)) wanted += each.flow.rate;
    else left -= each.flow.rate;
  }
  if (wanted <= left) return;
  for (const each of boundByPod) {
    if (each.onLink) each.flow.rate *= Math.max(0, left) / wanted;
  }
}
