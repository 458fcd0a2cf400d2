const SHOWN_MAX = 60;
const LISTED_MAX = 8;

/** Somebody's text inside a message: in backquotes, on one line, not too long. */
export function quote(text: string): string {
  const shown = text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
  return `\`${shown.replace(/\p{Cc}/gu, escaped)}\``;
}

/** "`a`, `b` or `c`"; a long list is cut. */
export function oneOf(words: readonly string[]): string {
  return joined(words, 'or');
}

/** "`a`, `b` and `c`"; a long list is cut. */
export function allOf(words: readonly string[]): string {
  return joined(words, 'and');
}

function joined(words: readonly string[], conjunction: string): string {
  if (words.length === 0) return 'nothing';
  if (words.length === 1) return quote(words[0]);
  const shown = words.length > LISTED_MAX ? words.slice(0, LISTED_MAX) : words.slice(0, -1);
  const last = words.length > LISTED_MAX ? `${words.length - LISTED_MAX} more` : quote(words[words.length - 1]);
  return `${shown.map(quote).join(', ')} ${conjunction} ${last}`;
}

function escaped(control: string): string {
  return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
