import { printable } from '../printable';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Somebody's text within HTML, in an element or in a quoted attribute, on one line. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** The same, line by line. */
export function escapedLines(text: string): string {
  return text.split('\n').map(escaped).join('\n');
}
