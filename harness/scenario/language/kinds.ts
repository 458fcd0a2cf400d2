import type { Field, Model } from '../../sim/model';
import type { Mistaken } from '../diagnostics';
import { quote } from '../quote';
import type { Performable } from './operation';

/** How a kind of client is said; undefined is the plainest, which is not said: its steps stand in the file as a list. */
export type Kind = string | undefined;

type Operation = Model['operations'][string];

export function kindsOf({ clientKinds = {} }: Model): readonly Kind[] {
  return [undefined, ...Object.keys(clientKinds)];
}

/** What clients of this kind can do; nothing, if there is no such kind. */
export function operationsOf({ operations, clientKinds = {} }: Model, kind: Kind): Model['operations'] {
  if (kind === undefined) return operations;
  return Object.hasOwn(clientKinds, kind) ? clientKinds[kind].operations : {};
}

/** Undefined when clients of this kind have no such operation. */
export function operationOf(model: Model, kind: Kind, word: string): Operation | undefined {
  const operations = operationsOf(model, kind);
  return Object.hasOwn(operations, word) ? operations[word] : undefined;
}

/** Which kinds of client have an operation of this name. */
export function kindsWith(model: Model, word: string): readonly Kind[] {
  return kindsOf(model).filter((kind) => operationOf(model, kind, word) !== undefined);
}

/** Every operation of any kind, by its name: where several have it, with the fields of all. */
export function operationsOfAll(model: Model): ReadonlyMap<string, Performable> {
  const all = new Map<string, Performable>();
  for (const kind of kindsOf(model)) {
    for (const [word, operation] of Object.entries(operationsOf(model, kind))) {
      const other = all.get(word);
      all.set(word, other === undefined ? operation : { ...other, fields: united(other, operation) });
    }
  }
  return all;
}

/** What is said of an operation that clients of this kind do not have, and others do. */
export function wrongKindOfClient(model: Model, kind: Kind, word: string): Mistaken {
  const who = kindsWith(model, word).map(clientOfKind).join(' or ');
  return { code: 'Q321', message: `${quote(word)} is for ${who}, and this is ${clientOfKind(kind)}` };
}

/** Tells a shape for this kind of client from others of its name: " of native". */
export function ofKind(kind: Kind): string {
  return kind === undefined ? '' : ` of ${kind}`;
}

/** "a plain client", "a `native` client". */
export function clientOfKind(kind: Kind): string {
  return `a ${kind === undefined ? 'plain' : quote(kind)} client`;
}

/** What one of them can do without is not required. */
function united(one: Performable, other: Performable): Performable['fields'] {
  const fields: Record<string, Field> = {};
  for (const [key, field] of [...Object.entries(one.fields), ...Object.entries(other.fields)]) {
    const required = [one, other].every(({ fields: { [key]: found } }) => found?.required === true);
    fields[key] ??= { ...field, required };
  }
  return fields;
}
