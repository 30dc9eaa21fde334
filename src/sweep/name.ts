/** What may name a folder or a file of results, so that it may not lead out of `out/`. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
