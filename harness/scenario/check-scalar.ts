import { unreachable } from '../sim/assert';
import { describe } from './describe';
import type { Diagnostics, Mistaken } from './diagnostics';
import type { Node, ScalarNode } from './node';
import { allOf, oneOf, quote } from './quote';
import type { Shape, Word } from './shape';
import { nearest } from './suggest';
import { type Quantity, type Reading, readDuration, readRange, readRatio, readSize, withUnit } from './units';
import { expectedBy, wrongKind } from './wrong-kind';

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>;
type ScalarShape = Of<'text' | 'integer' | 'boolean' | 'quantity' | 'choice' | 'anything'>;

/** Reports what is wrong with a value that should be one scalar. */
export function checkScalar(shape: ScalarShape, node: Node, found: Diagnostics): void {
  if (node.kind !== 'scalar') return wrongKind(shape, node, found);
  switch (shape.kind) {
    case 'text':
      return checkText(shape, node, found);
    case 'integer':
      return checkInteger(shape, node, found);
    case 'boolean':
      return checkBoolean(shape, node, found);
    case 'quantity':
      return checkQuantity(shape, node, found);
    case 'choice':
      return checkChoice(shape, node, found);
    case 'anything':
      if (typeof node.value === 'boolean') wrongKind(shape, node, found, `"${node.written}"`);
      return;
    default:
      return unreachable(shape);
  }
}

function checkText(shape: Of<'text'>, node: ScalarNode, found: Diagnostics): void {
  if (typeof node.value !== 'string') return wrongKind(shape, node, found, `"${node.written}"`);
  if (shape.pattern === undefined || new RegExp(shape.pattern.source, 'u').test(node.value)) return;
  found.add(node.span, {
    code: shape.pattern.code,
    message: `expected ${shape.pattern.expected}, found ${quote(node.value)}`,
  });
}

function checkInteger(shape: Of<'integer'>, node: ScalarNode, found: Diagnostics): void {
  const { value, span } = node;
  if (typeof value !== 'number' || !Number.isInteger(value)) return wrongKind(shape, node, found);
  const { minimum, maximum } = shape;
  if (value >= minimum && value <= maximum) return;
  const message = `expected a number from ${minimum} to ${maximum}, found ${node.written}`;
  found.add(span, { code: 'Q206', message, suggestion: String(value < minimum ? minimum : maximum) });
}

function checkBoolean(shape: Of<'boolean'>, node: ScalarNode, found: Diagnostics): void {
  if (typeof node.value === 'boolean') return;
  const meant = new Map([
    ...['yes', 'on', '1'].map((word) => [word, 'true'] as const),
    ...['no', 'off', '0'].map((word) => [word, 'false'] as const),
  ]);
  wrongKind(shape, node, found, meant.get(String(node.value).toLowerCase()));
}

const QUANTITY_CODES = { duration: 'Q207', range: 'Q208', size: 'Q209', ratio: 'Q210' } as const;

function checkQuantity(shape: Of<'quantity'>, node: ScalarNode, found: Diagnostics): void {
  const { quantity, minimum, maximum } = shape;
  const { value, span, written } = node;
  if (typeof value === 'boolean') return wrongKind(shape, node, found);
  if (typeof value === 'number') {
    const code = quantity === 'ratio' ? 'Q210' : 'Q211';
    const message = `expected ${expectedBy(shape)}, found the number ${quote(written)}`;
    return found.add(span, { code, message, suggestion: withUnit(written, quantity) });
  }
  const reading = read(quantity, value ?? '');
  if (reading.kind === 'refused') {
    const { message, suggestion } = reading;
    return found.add(span, { code: QUANTITY_CODES[quantity], message, suggestion });
  }
  if (typeof reading.value !== 'number') return;
  if (minimum !== undefined && reading.value < minimum) outOfBounds(`at least ${minimum}`);
  if (maximum !== undefined && reading.value > maximum) outOfBounds(`at most ${maximum}`);

  function outOfBounds(bound: string): void {
    found.add(span, { code: 'Q206', message: `expected ${bound} bytes, found ${quote(written)}` });
  }
}

function read(quantity: Quantity, text: string): Reading<unknown> {
  switch (quantity) {
    case 'duration':
      return readDuration(text);
    case 'range':
      return readRange(text);
    case 'size':
      return readSize(text);
    case 'ratio':
      return readRatio(text);
  }
}

function checkChoice(shape: Of<'choice'>, node: ScalarNode, found: Diagnostics): void {
  const words = shape.of.map(({ word }) => word);
  if (typeof node.value === 'string') {
    if (words.includes(node.value)) return;
    const behindColon = argumentMistake(shape.of, node.value);
    if (behindColon === 'none') return;
    if (behindColon !== undefined) return found.add(node.span, behindColon);
  }
  const word = typeof node.value === 'string' ? node.value : node.written;
  const suggestion = typeof node.value === 'string' ? nearest(word, words) : quoted(word, words);
  const message =
    shape.noun === undefined
      ? `expected ${oneOf(words)}, found ${describe(node)}`
      : `expected ${shape.noun}, found ${describe(node)}; there are ${allOf(words)}`;
  found.add(node.span, { code: shape.code, message, suggestion });
}

/**
 * What is wrong with what stands behind a word and its colon; undefined when it is no such word with a colon, `none` when nothing
 * is wrong.
 */
export function argumentMistake(words: readonly Word[], text: string): Mistaken | 'none' | undefined {
  const colon = text.indexOf(':');
  const known = colon < 0 ? undefined : words.find(({ word }) => word === text.slice(0, colon));
  if (known === undefined) return undefined;
  const { word, argument } = known;
  const given = text.slice(colon + 1);
  if (argument === undefined) {
    return {
      code: 'Q322',
      message: `${quote(word)} takes nothing behind a colon, found ${quote(given)}`,
      suggestion: word,
    };
  }
  if (new RegExp(`^(?:${argument.source})$`, 'u').test(given)) return 'none';
  const message = `expected ${argument.expected} behind ${quote(`${word}:`)}, found ${quote(given)}`;
  return { code: argument.code, message };
}

/** A word that YAML reads as something else unless it is quoted. */
function quoted(word: string, words: readonly string[]): string | undefined {
  return words.includes(word) ? `"${word}"` : nearest(word, words);
}
