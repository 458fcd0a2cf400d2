import { unreachable } from '../sim/assert';
import { checkScalar } from './check-scalar';
import { describe } from './describe';
import type { Diagnostics } from './diagnostics';
import { formOf } from './form-of';
import { type Entry, entriesOf, isNothing, type Node, textOf, valueAt } from './node';
import { allOf, oneOf, quote } from './quote';
import type { RecordShape, Shape, SingleShape } from './shape';
import type { Span } from './source';
import { nearest } from './suggest';
import { expectedBy, wrongKind } from './wrong-kind';

/** Reports what in this node is not of this shape: one mistake for one slip, each at its own place. */
export function check(shape: Shape, node: Node, found: Diagnostics): void {
  if (found.full) return;
  if (shape.kind === 'named') return check(shape.shape(), node, found);
  if (shape.kind === 'forms') return checkForms(shape, node, found);
  if (isNothing(node)) {
    found.add(node.span, { code: 'Q215', message: `expected ${expectedBy(shape)}, found no value` });
    return;
  }
  switch (shape.kind) {
    case 'single':
      return checkSingle(shape, node, found);
    case 'record':
      return checkRecord(shape, node, found);
    case 'dictionary':
      return checkDictionary(shape, node, found);
    case 'list':
      return checkList(shape, node, found);
    case 'text':
    case 'integer':
    case 'boolean':
    case 'quantity':
    case 'choice':
    case 'anything':
      return checkScalar(shape, node, found);
    default:
      return unreachable(shape);
  }
}

type Of<K extends Shape['kind']> = Extract<Shape, { kind: K }>;

function checkForms(shape: Of<'forms'>, node: Node, found: Diagnostics): void {
  const form = formOf(node);
  // An empty list is a list of whatever would be in it.
  const chosen = shape.forms[form] ?? (form === 'list' && isEmpty(node) ? shape.forms['list of maps'] : undefined);
  if (form === 'nothing' && chosen?.kind === 'record') return checkEntries(chosen, node, found);
  if (chosen !== undefined) return check(chosen, node, found);
  const code = form === 'nothing' ? 'Q215' : 'Q203';
  const suggestion =
    node.kind === 'scalar' && form === 'scalar' && 'list' in shape.forms ? `[${node.written}]` : undefined;
  found.add(node.span, { code, message: `expected ${shape.expected}, found ${describe(node)}`, suggestion });
}

function isEmpty(node: Node): boolean {
  return node.kind === 'list' && node.items.length === 0;
}

// ---- Maps and lists -----------------------------------------------------------------------------------------------

function checkRecord(shape: RecordShape, node: Node, found: Diagnostics): void {
  if (node.kind !== 'map') return wrongKind(shape, node, found);
  checkEntries(shape, node, found);
}

/** No value at all is a map without keys, where the forms allow it. */
function checkEntries(shape: RecordShape, node: Node, found: Diagnostics): void {
  const entries = entriesOf(node);
  const given = new Set<string>();
  for (const entry of entries) {
    const key = shape.keys.get(entry.key);
    // A misspelt key is not missing as well.
    given.add(key === undefined ? (unknownKey(shape, entry, found) ?? '') : entry.key);
    if (key !== undefined) check(dependentShape(shape, entry.key, node) ?? key.shape, entry.value, found);
  }
  checkExclusive(shape, entries, found);
  checkCount({ span: node.span, count: entries.length, atLeast: shape.atLeast ?? 0 }, found);
  for (const [name, key] of shape.keys) {
    if (key.required !== true || given.has(name)) continue;
    found.add(node.span, { code: 'Q202', message: `${shape.noun} needs the key ${quote(name)}: ${key.doc}` });
  }
}

function dependentShape({ dependent }: RecordShape, key: string, node: Node): Shape | undefined {
  if (dependent?.key !== key) return undefined;
  return dependent.shapes.get(textOf(valueAt(node, dependent.on)) ?? '');
}

function checkExclusive({ exclusive }: RecordShape, entries: readonly Entry[], found: Diagnostics): void {
  if (exclusive === undefined) return;
  const [first, ...others] = entries.filter((entry) => exclusive.keys.includes(entry.key));
  for (const { keySpan } of others) {
    const message = `at most one of ${allOf(exclusive.keys)} can be given, and ${quote(first.key)} already is`;
    found.add(keySpan, { code: exclusive.code, message });
  }
}

/** Answers the key that was probably meant. */
function unknownKey(shape: RecordShape, { key, keySpan }: Entry, found: Diagnostics): string | undefined {
  const { noun, code, keys, refused } = shape;
  const suggestion = nearest(key, keys.keys());
  const message = `${quote(key)} is no key of ${noun}; expected ${oneOf([...keys.keys()])}`;
  found.add(keySpan, refused?.get(key) ?? { code, message, suggestion });
  return suggestion;
}

function checkDictionary(shape: Of<'dictionary'>, node: Node, found: Diagnostics): void {
  if (node.kind !== 'map') return wrongKind(shape, node, found);
  checkCount({ span: node.span, count: node.entries.length, atLeast: shape.atLeast }, found);
  const pattern = new RegExp(shape.key.source, 'u');
  for (const { key, keySpan, value } of node.entries) {
    if (!pattern.test(key)) {
      const message = `expected ${shape.key.expected}, found ${quote(key)}`;
      found.add(keySpan, { code: shape.key.code, message });
    }
    check(shape.values, value, found);
  }
}

function checkList(shape: Of<'list'>, node: Node, found: Diagnostics): void {
  if (node.kind !== 'list') {
    // Two ends are written `a..b` at other places.
    const listed = node.kind === 'scalar' ? `[${node.written.replace('..', ', ')}]` : undefined;
    return wrongKind(shape, node, found, listed);
  }
  const { atLeast, atMost } = shape;
  checkCount({ span: node.span, count: node.items.length, atLeast, atMost }, found);
  for (const item of node.items) check(shape.items, item, found);
}

interface Counted {
  readonly span: Span;
  readonly count: number;
  readonly atLeast: number;
  readonly atMost?: number | undefined;
}

function checkCount({ span, count, atLeast, atMost }: Counted, found: Diagnostics): void {
  if (count >= atLeast && (atMost === undefined || count <= atMost)) return;
  const expected =
    atLeast === atMost ? `exactly ${atLeast}` : count < atLeast ? `at least ${atLeast}` : `at most ${atMost}`;
  const message = `expected ${expected} ${expected.endsWith(' 1') ? 'element' : 'elements'}, found ${count}`;
  found.add(span, { code: 'Q213', message });
}

// ---- One key ------------------------------------------------------------------------------------------------------

/** Dispatches on the one key, and judges only the alternative that it names. */
function checkSingle(shape: SingleShape, node: Node, found: Diagnostics): void {
  if (node.kind === 'list' || (node.kind === 'scalar' && typeof node.value !== 'string')) {
    return wrongKind(shape, node, found);
  }
  if (node.kind === 'scalar') return checkWord(shape, { word: String(node.value), span: node.span }, found);
  const candidates = node.entries.filter((entry) => !shape.beside.has(entry.key));
  const chosen = candidates.find((entry) => shape.alternatives.has(entry.key)) ?? candidates[0];
  if (chosen === undefined) {
    const message = `expected ${shape.noun} with one key that says what is to be done, found none`;
    return found.add(node.span, { code: 'Q204', message });
  }
  for (const { key, value } of node.entries) {
    const beside = shape.beside.get(key);
    if (beside !== undefined) check(beside.shape, value, found);
  }
  const alternative = shape.alternatives.get(chosen.key);
  if (alternative === undefined) return unknownWord(shape, { word: chosen.key, span: chosen.keySpan }, found);
  // One mistake for all of them: what should be indented mostly is not as a whole.
  const stray = candidates.find((entry) => entry !== chosen);
  if (stray !== undefined) reportStray(shape, { chosen, stray }, found);
  // What is missing inside is probably beside.
  if (stray === undefined || !isNothing(chosen.value)) check(alternative.shape, chosen.value, found);
}

function reportStray(shape: SingleShape, { chosen, stray }: { chosen: Entry; stray: Entry }, found: Diagnostics): void {
  const belongs = isNothing(chosen.value) ? 'indented further' : `inside ${quote(chosen.key)}`;
  const message = shape.alternatives.has(stray.key)
    ? `expected ${shape.noun} with one key, found ${quote(chosen.key)} and ${quote(stray.key)}`
    : `${shape.noun} has one key; ${quote(stray.key)} belongs ${belongs}`;
  found.add(stray.keySpan, { code: 'Q204', message });
}

interface Spoken {
  readonly word: string;
  readonly span: Span;
}

function checkWord(shape: SingleShape, spoken: Spoken, found: Diagnostics): void {
  const alternative = shape.alternatives.get(spoken.word);
  if (alternative === undefined) return unknownWord(shape, spoken, found);
  if (maybeNothing(alternative.shape)) {
    // The same as the key without a value, which may lack what is required.
    const { span } = spoken;
    return check(alternative.shape, { kind: 'scalar', span, value: null, written: '' }, found);
  }
  const message = `${quote(spoken.word)} needs ${expectedBy(alternative.shape)}: ${alternative.doc}`;
  found.add(spoken.span, { code: 'Q215', message });
}

function maybeNothing(shape: Shape): boolean {
  if (shape.kind === 'named') return maybeNothing(shape.shape());
  return shape.kind === 'forms' && shape.forms.nothing !== undefined;
}

function unknownWord(shape: SingleShape, { word, span }: Spoken, found: Diagnostics): void {
  const refusal = shape.refused?.get(word);
  if (refusal !== undefined) return found.add(span, refusal);
  const words = [...shape.alternatives.keys()];
  // `notify dir` for `notify: dir`.
  const first = /^[^\s:]+/.exec(word)?.[0] ?? '';
  const rest = word.slice(first.length).trim();
  const colon = shape.alternatives.has(first) && rest !== '' ? `${first}: ${rest}` : undefined;
  const message = `expected ${shape.noun}, found ${quote(word)}; there are ${allOf(words)}`;
  found.add(span, { code: shape.code, message, suggestion: colon ?? nearest(word, words) });
}
