/** A user's mistake: where it stands, what was expected, what was found, what to do. */

/** A position in a file, or the option that brought the value in. */
export type Place =
  | { readonly file: string; readonly line: number; readonly column: number }
  /** `path` is the one the label already names, so that it is not said twice. */
  | { readonly label: string; readonly path?: string };

export interface Issue {
  readonly place: Place;
  /** Dotted path of the wrong value; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

/** `models/a.yaml:7:12 haproxy.maxconn: expected ..., got "fourty"; did you mean ...?` */
export function formatIssue({ place, path, message, hint }: Issue): string {
  const said = 'label' in place && place.path === path;
  const where = [formatPlace(place), said ? '' : path].filter((part) => part !== '').join(' ');
  return `${where === '' ? '' : `${where}: `}${message}${hint === '' ? '' : `; ${hint}`}`;
}

function formatPlace(place: Place): string {
  return 'label' in place ? place.label : `${place.file}:${place.line}:${place.column}`;
}

/** In the order of the text, files in the order they first appear; labels last. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  const files = [...new Set(issues.map(({ place }) => ('file' in place ? place.file : '')))];
  const rank = ({ place }: Issue) => ('file' in place ? files.indexOf(place.file) : files.length);
  const line = ({ place }: Issue) => ('file' in place ? place.line : 0);
  const column = ({ place }: Issue) => ('file' in place ? place.column : 0);
  return [...issues].sort(
    (a, b) => rank(a) - rank(b) || line(a) - line(b) || column(a) - column(b),
  );
}

/** One error with a line per issue, for callers that have nowhere to show a list. */
export class InputError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join('\n'));
    this.name = 'InputError';
    this.issues = issues;
  }
}
