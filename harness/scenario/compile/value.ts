import { unreachable } from '../../sim/assert';
import type { Field, Value } from '../../sim/model';
import { booleanOf, itemsOf, type Node, numberOf, textOf } from '../node';
import { type Reading, readDuration, readRange, readSize } from '../units';

/** A field's value with its units read; undefined for one that was reported, and for names, which are resolved elsewhere. */
export function valueOf(field: Field, node: Node): Value {
  switch (field.type) {
    case 'text':
    case 'choice':
    case 'client':
      return textOf(node);
    case 'integer':
      return numberOf(node);
    case 'boolean':
      return booleanOf(node);
    case 'size':
      return readBy(readSize, node);
    case 'duration':
      return readBy(readDuration, node);
    case 'range':
      return readBy(readRange, node);
    case 'set':
      return wordsOf(node);
    case 'handle':
    case 'request':
      return undefined;
    default:
      return unreachable(field);
  }
}

export function defaultOf(field: Field): Value {
  return 'default' in field ? field.default : undefined;
}

/** The quantity that a node says; undefined for one that was reported. */
export function readBy<T>(read: (text: string) => Reading<T>, node: Node | undefined): T | undefined {
  const text = textOf(node);
  if (text === undefined) return undefined;
  const reading = read(text);
  return reading.kind === 'read' ? reading.value : undefined;
}

/** A list of words, or one, each once. */
export function wordsOf(node: Node | undefined): readonly string[] {
  const words = node?.kind === 'scalar' ? [textOf(node)] : itemsOf(node).map(textOf);
  return [...new Set(words.filter((word) => word !== undefined))];
}
