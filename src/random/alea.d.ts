/** seedrandom ships its generators one file each; only alea is used, and it needs no Node module. */
declare module 'seedrandom/lib/alea.js' {
  import seedrandom from 'seedrandom';

  const alea: typeof seedrandom.alea;
  export default alea;
}
