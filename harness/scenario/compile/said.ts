import type { Performable } from '../language/operation';
import type { Node } from '../node';
import type { Span } from '../source';

/** A step or an action taken apart: `- notify: { ... }`, or `- connect` as a word. */
export interface Said {
  readonly word: string;
  readonly value: Node;
  /** Where the word stands. */
  readonly at: Span;
}

/** Undefined for what is no step: that has been reported. */
export function saidBy(node: Node): Said | undefined {
  if (node.kind === 'list') return undefined;
  if (node.kind === 'scalar') {
    if (typeof node.value !== 'string') return undefined;
    const { span } = node;
    return { word: node.value, value: { kind: 'scalar', span, value: null, written: '' }, at: span };
  }
  const entry = node.entries.find(({ key }) => key !== 'by');
  return entry === undefined ? undefined : { word: entry.key, value: entry.value, at: entry.keySpan };
}

/** The values behind an operation's name, field by field, however they are written. */
export function writtenFields({ fields, scalar }: Performable, value: Node): ReadonlyMap<string, Node> {
  if (value.kind === 'map') {
    return new Map(value.entries.filter(({ key }) => Object.hasOwn(fields, key)).map(({ key, value }) => [key, value]));
  }
  const isWritten = scalar !== undefined && (value.kind === 'list' || value.value !== null);
  return new Map(isWritten ? [[scalar, value]] : []);
}
