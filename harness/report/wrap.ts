/** Columns that reports are made for. */
export const WIDTH = 80;

export interface WrapOptions {
  /** Spaces before every line. */
  readonly indent: number;
  /** Spaces before the lines after the first, besides `indent`. */
  readonly hanging?: number | undefined;
  readonly width?: number | undefined;
}

/** Text in lines of at most `width` columns, broken at spaces that may be broken. A word that is longer stays whole: it may be a path. */
export function wrap(text: string, { indent, hanging = 0, width = WIDTH }: WrapOptions): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t\r\n]+/)) {
    const room = width - indent - (lines.length > 0 ? hanging : 0);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, i) => ' '.repeat(indent + (i > 0 ? hanging : 0)) + one);
}

/** At most `width` columns; what is cut off is said by an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
