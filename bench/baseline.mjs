// Frozen: a test holds the hash of this file, so that figures of any two days can be compared.
//
// The queueing core of core.cpp by hand in plain JavaScript: a yardstick wherever there is no
// compiler, and the bound for what this language can do. As fast as we could make it, by means a
// simulator cannot use: nothing in it can be changed, observed, snapshot or reused.
//
// Run: node baseline.mjs [REQUESTS [SEED]]
// Simulates a tenth of the requests first, so that the code is compiled, then prints one line of
// JSON: requests per second of wall time, the share that timed out, the mean wait of those served
// [s], wall time and processor time [s].

const SERVERS = 8;
const MAXCONN = 40;
const LOAD = 0.98;
/** [s] */
const QUEUE_TIMEOUT = 0.05;
/** [s] */
const MEAN_SERVICE = 0.1;
/** [s] */
const MEAN_INTERARRIVAL = MEAN_SERVICE / (LOAD * SERVERS * MAXCONN);

/** Departures fill the heap, one for each slot in use; below it, one event of each other kind. */
const SLOTS = SERVERS * MAXCONN;
/** Requests that wait at once, at most; a power of two. */
const RING = 1 << 16;
const UNIT = 2 ** -32;

/** xoshiro128+ (Blackman and Vigna 2021): a uniform on (0, 1) of 32 bits, which do for this. */
function createRandom(seed) {
  let [a, b, c, d] = [0, 1, 2, 3].map(
    (word) => Math.imul(seed + word * 0x9e3779b9, 0x85ebca6b) | 1,
  );
  const uniform = () => {
    const sum = (a + d) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (sum + 0.5) * UNIT;
  };
  for (let i = 0; i < 64; i++) uniform();
  return uniform;
}

function simulate(requests, seed) {
  const uniform = createRandom(seed);
  // A binary heap of departures: when, and which server.
  const departsAt = new Float64Array(SLOTS + 1);
  const departsFrom = new Uint8Array(SLOTS + 1);
  let busy = 0;
  const inService = new Int32Array(SERVERS);
  const lastGiven = new Float64Array(SERVERS);
  let given = 0;
  // All wait equally long at most, so that who came first times out first: a ring, and no heap.
  const bornAt = new Float64Array(RING);
  let head = 0;
  let tail = 0;
  let arrived = 0;
  let done = 0;
  let timedOut = 0;
  let waited = 0;
  let nextArrival = -MEAN_INTERARRIVAL * Math.log(uniform());
  for (;;) {
    const departure = busy > 0 ? departsAt[0] : Number.POSITIVE_INFINITY;
    const expiry =
      head < tail ? bornAt[head & (RING - 1)] + QUEUE_TIMEOUT : Number.POSITIVE_INFINITY;
    let now;
    let server;
    if (nextArrival <= departure && nextArrival <= expiry) {
      if (nextArrival === Number.POSITIVE_INFINITY) break;
      now = nextArrival;
      arrived++;
      nextArrival =
        arrived < requests
          ? now - MEAN_INTERARRIVAL * Math.log(uniform())
          : Number.POSITIVE_INFINITY;
      if (busy === SLOTS) {
        bornAt[tail++ & (RING - 1)] = now;
        continue;
      }
      server = 0;
      let least = inService[0];
      for (let other = 1; other < SERVERS; other++) {
        const served = inService[other];
        if (served < least || (served === least && lastGiven[other] < lastGiven[server])) {
          server = other;
          least = served;
        }
      }
      inService[server]++;
      lastGiven[server] = ++given;
      // Up from a new leaf.
      const at = now - MEAN_SERVICE * Math.log(uniform());
      let i = busy++;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        const above = departsAt[parent];
        if (above <= at) break;
        departsAt[i] = above;
        departsFrom[i] = departsFrom[parent];
        i = parent;
      }
      departsAt[i] = at;
      departsFrom[i] = server;
      continue;
    }
    if (expiry < departure) {
      head++;
      timedOut++;
      continue;
    }
    now = departure;
    server = departsFrom[0];
    done++;
    let at;
    if (head < tail) {
      // The slot goes on to who waits: the new departure takes the place of the old one.
      waited += now - bornAt[head++ & (RING - 1)];
      lastGiven[server] = ++given;
      at = now - MEAN_SERVICE * Math.log(uniform());
    } else {
      inService[server]--;
      busy--;
      at = departsAt[busy];
      server = departsFrom[busy];
    }
    // Down from the root.
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= busy) break;
      let below = departsAt[child];
      if (child + 1 < busy) {
        const right = departsAt[child + 1];
        const isRight = +(right < below);
        child += isRight;
        below = isRight ? right : below;
      }
      if (at <= below) break;
      departsAt[i] = below;
      departsFrom[i] = departsFrom[child];
      i = child;
    }
    departsAt[i] = at;
    departsFrom[i] = server;
  }
  return { timedOut: timedOut / arrived, meanWait: waited / done };
}

const requests = Number(process.argv[2] ?? 2_000_000);
const seed = Number(process.argv[3] ?? 1);
simulate(Math.ceil(requests / 10), seed + 1);
const cpuBefore = process.cpuUsage();
const began = performance.now();
const { timedOut, meanWait } = simulate(requests, seed);
const wall = (performance.now() - began) / 1000;
const cpu = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    requests_per_s: Math.round(requests / wall),
    timed_out: timedOut,
    mean_wait_s: meanWait,
    wall_s: wall,
    cpu_s: (cpu.user + cpu.system) / 1e6,
  }),
);
