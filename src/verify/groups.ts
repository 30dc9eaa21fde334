/** What checks are about, in the order in which they are told. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Checks whose id begins with one of these. */
  readonly begins: readonly string[];
}

export const GROUPS: readonly Group[] = [
  {
    name: 'queue',
    title: 'Queues: M/M/c (Erlang C), M/D/c (Crommelin), M/G/1 (Pollaczek-Khinchine)',
    begins: ['O1 ', 'O3 ', 'O6 rho'],
  },
  {
    name: 'time-out',
    title: 'A queue with a time-out, M/M/c+D (Barrer), and clients that give up (Erlang A)',
    begins: ['O4 ', 'O5 '],
  },
  {
    name: 'insensitivity',
    title: 'Insensitivity: what is lost depends on the mean service alone (Erlang B)',
    begins: ['O2 '],
  },
  {
    name: 'sharing',
    title: 'Processor sharing: uploads on one link, requests on one CPU (M/G/1-PS)',
    begins: ['O14 ', 'O6 shared', 'O6 PS'],
  },
  {
    name: 'leastconn',
    title: 'leastconn over pods that share their CPU, without and with maxconn',
    begins: ['O7 ', 'O8 '],
  },
  {
    name: 'memory',
    title: 'Memory above a level: Poisson and compound Poisson sums',
    begins: ['O9 a', 'O9 b', 'O9 c', 'O17 '],
  },
  {
    name: 'oom',
    title: 'OOM within a horizon, the bound that excludes it, and one giant body',
    begins: ['O9 d', 'O9 e', 'O9 f', 'O20 '],
  },
  {
    name: 'floods',
    title: 'Floods: exact crossings, peaks and closed loops; the crowd of a wave',
    begins: ['O15 ', 'O16 ', 'O18 ', 'O19 '],
  },
  {
    name: 'laws',
    title: "Conservation, Little's law, slots and work in random systems",
    begins: ['O12 random'],
  },
  {
    name: 'identity',
    title: 'A run is a function of model and seed; snapshots go on from where they were',
    begins: ['O12 same', 'O12 snap'],
  },
  {
    name: 'intervals',
    title: 'How often our own intervals contain the truth, beside how often they should',
    begins: ['O11 '],
  },
  {
    name: 'rare',
    title: 'Rare events, by splitting and by conditioning',
    begins: ['O10 '],
  },
];

/** The one group of a check. */
export function groupOf(id: string): Group {
  return GROUPS.find(({ begins }) => begins.some((words) => id.startsWith(words)))!;
}
