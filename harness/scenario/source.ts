/** A text that diagnostics point into: a file, or one argument of the command line. */
export interface Source {
  /** As the user would type it: `scenarios/kb/q150833.yaml`, `--set`. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** A place in a source. Lines and columns count from 1, columns and length in UTF-16 code units, as editors do. */
export interface Span {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
  /** On that line; at least 1. */
  readonly length: number;
}

/** The source's lines, whatever ends them; a byte order mark is not part of the first. */
export function sourceOf(name: string, text: string): Source {
  return { name, lines: withoutByteOrderMark(text).split(/\r?\n/) };
}

export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** The first place of a source, for mistakes that concern all of it. */
export function startOf(source: Source): Span {
  return { source, line: 1, column: 1, length: 1 };
}
