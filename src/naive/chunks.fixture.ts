/**
 * The uploads of one pod chunk by chunk, as a real pod reads them: the oracle that bytes may be
 * taken for a fluid. A client has one chunk under way at a time. What is shared, the link or the
 * pod's event loop, takes one chunk after the other, first come first, and the event loop reads
 * nothing while it encrypts. Bytes are seen in a pod only when their chunk has arrived whole.
 */
import type { Model } from '../config/config.ts';
import { compileLaw } from '../random/sampler.ts';
import * as path from './path.fixture.ts';
import { type Upload, uploadsOf } from './uploads.fixture.ts';
import { ROUNDING } from './world.fixture.ts';

/**
 * Chunks a client gets ready while one waits for its turn. A client that could get none ready would
 * fall below its pace and its fair share alike whenever others come in between.
 */
const AHEAD = 2;

interface Job {
  readonly seconds: number;
  readonly done: () => void;
}

interface Room {
  readonly pod: Model['pod'];
  readonly linkRate: number;
  readonly latency: number;
  readonly chunk: number;
  now: number;
  timers: { at: number; run: () => void }[];
  uploads: Upload[];
  /** What the shared server works off; the first one is in work. */
  jobs: Job[];
  peak: number;
}

/** Peak memory of the one pod of a model whose clients each upload one body [B]. */
export function chunkedPeak(model: Model, seed: string, chunk: number): number {
  const { latency } = model.upstream;
  const room: Room = {
    pod: model.pod,
    linkRate: model.link.rate,
    latency: compileLaw(latency).mean,
    chunk,
    now: 0,
    timers: [],
    uploads: [],
    jobs: [],
    peak: 0,
  };
  for (const upload of uploadsOf(model, seed)) {
    room.timers.push({ at: upload.sentAt, run: () => enter(room, upload) });
  }
  while (room.timers.length > 0) {
    const next = room.timers.reduce((first, each) => (each.at < first.at ? each : first));
    room.timers = room.timers.filter((each) => each !== next);
    room.now = next.at;
    next.run();
    room.peak = Math.max(room.peak, memoryOf(room));
  }
  return room.peak;
}

function memoryOf({ pod, uploads }: Room): number {
  return uploads.reduce(
    (sum, each) => sum + each.held + each.unread + each.kernel,
    pod.base as number,
  );
}

function enter(room: Room, upload: Upload): void {
  const { handler, partSize } = room.pod;
  room.uploads.push(upload);
  const leave = () => {
    room.uploads = room.uploads.filter((each) => each !== upload);
  };
  const readAll = () => wait(upload, upload.body, () => leave());
  if (handler === 'sleep-then-read') {
    after(room, room.latency, () => {
      readAll();
      move(room, upload);
    });
  } else if (handler === 'received') readAll();
  else readParts(room, upload, handler === 'parts' ? partSize : upload.body, leave);
  move(room, upload);
}

/** A part is encrypted, with two copies beside it if it is not the whole, and uploaded. */
function readParts(room: Room, upload: Upload, partSize: number, leave: () => void): void {
  const goal = Math.min(upload.body, upload.read + partSize);
  const part = goal - upload.read;
  const copies = part < upload.body ? 2 : 0;
  wait(upload, goal, () => {
    upload.goal = null;
    upload.held += copies * part;
    const encrypted = () => {
      upload.held -= copies * part;
      after(room, room.latency, () => {
        upload.held -= part;
        if (goal === upload.body) leave();
        else {
          readParts(room, upload, partSize, leave);
          move(room, upload);
        }
      });
    };
    serveFirst(room, { seconds: part / path.encryptRateOf(room.pod), done: encrypted });
  });
}

function wait(upload: Upload, bytes: number, then: () => void): void {
  upload.goal = { bytes, then };
}

/** Moves the next chunk of an upload, if there is one and room for it. */
function move(room: Room, upload: Upload): void {
  if (upload.moves) return;
  const { goal } = upload;
  if (goal !== null) {
    const buffered = Math.min(upload.unread, goal.bytes - upload.read);
    take(upload, 'unread', buffered);
    if (upload.read >= goal.bytes - ROUNDING) {
      upload.read = goal.bytes;
      goal.then();
      if (upload.goal !== goal) move(room, upload);
      return;
    }
  }
  const left = upload.body - upload.read - upload.unread - upload.kernel;
  const missing = goal === null ? 0 : goal.bytes - upload.read;
  const isPaced = upload.pace < Number.POSITIVE_INFINITY;
  if (goal !== null && upload.kernel > ROUNDING && (isPaced || left <= ROUNDING)) {
    const bytes = Math.min(room.chunk, missing, upload.kernel);
    transfer(room, upload, bytes, 'drain', () => take(upload, 'kernel', bytes));
  } else if (goal !== null && left > ROUNDING) {
    const bytes = Math.min(room.chunk, missing, left);
    transfer(room, upload, bytes, 'read', () => take(upload, 'client', bytes));
  } else if (goal === null) park(room, upload, left);
}

/** Nobody reads: a chunk goes to uvicorn, or to the kernel once that is full. */
function park(room: Room, upload: Upload, left: number): void {
  const toUvicorn = Math.min(left, room.chunk, room.pod.uvicornBuffer - upload.unread);
  const toKernel = Math.min(left, room.chunk, room.pod.kernelBuffer - upload.kernel);
  const arrive = (place: 'unread' | 'kernel', bytes: number) => () => {
    upload[place] += bytes;
  };
  if (toUvicorn > ROUNDING) transfer(room, upload, toUvicorn, 'park', arrive('unread', toUvicorn));
  else if (toKernel > ROUNDING)
    transfer(room, upload, toKernel, 'park', arrive('kernel', toKernel));
}

function take(upload: Upload, from: 'unread' | 'kernel' | 'client', bytes: number): void {
  upload.read += bytes;
  upload.held += bytes;
  if (from !== 'client') upload[from] -= bytes;
}

/** A chunk takes its client the time its pace asks for, and its turn at what is shared. */
function transfer(
  room: Room,
  upload: Upload,
  bytes: number,
  kind: 'park' | 'read' | 'drain',
  arrived: () => void,
): void {
  upload.moves = true;
  const fromClient = kind !== 'drain';
  if (fromClient) {
    const pause = bytes / upload.pace;
    upload.readyAt = Math.max(room.now - AHEAD * pause, upload.readyAt + pause);
  }
  const done = () => {
    upload.moves = false;
    arrived();
    move(room, upload);
  };
  const link = fromClient ? bytes / room.linkRate : 0;
  const reading = kind === 'park' ? 0 : bytes / path.readRateOf(room.pod);
  const seconds = Math.max(link, reading);
  after(room, Math.max(0, upload.readyAt - room.now), () => {
    if (seconds === 0) done();
    else serve(room, { seconds, done });
  });
}

/** One after the other, first come first. */
function serve(room: Room, job: Job): void {
  room.jobs.push(job);
  if (room.jobs.length === 1) work(room);
}

/** A blocking call is made in the turn of the chunk that completed its part. */
function serveFirst(room: Room, job: Job): void {
  if (job.seconds === 0) after(room, 0, job.done);
  else if (room.jobs.length === 0) serve(room, job);
  else room.jobs.splice(1, 0, job);
}

function work(room: Room): void {
  const job = room.jobs[0]!;
  after(room, job.seconds, () => {
    job.done();
    room.jobs.splice(room.jobs.indexOf(job), 1);
    if (room.jobs.length > 0) work(room);
  });
}

function after(room: Room, seconds: number, run: () => void): void {
  room.timers.push({ at: room.now + seconds, run });
}
