import type { Performable } from '../language/operation';
import { NAME_PATTERN } from '../language/patterns';
import { type Node, textOf, valueAt } from '../node';
import type { NameReference, PlannedValue } from '../scenario';
import type { Context } from './context';
import type { NameKind } from './names';
import { writtenFields } from './said';
import { defaultOf, valueOf } from './value';

/** What an operation or action is performed with. */
export interface Planned {
  readonly values: Readonly<Record<string, PlannedValue>>;
  /** The name that `as` gives. */
  readonly as?: string | undefined;
  /** What stands in a label behind the operation: its name, or its main value. */
  readonly detail: string;
}

/** Resolves a name; undefined when that is not possible, which it has reported. */
export type Resolve = (node: Node, kind: NameKind) => NameReference | undefined;

/** Values with their units read, names resolved and defaults filled in. */
export function planned(performable: Performable, value: Node, context: Context, resolve: Resolve): Planned {
  const written = writtenFields(performable, value);
  const values: Record<string, PlannedValue> = {};
  for (const [key, field] of Object.entries(performable.fields)) {
    const node = written.get(key);
    const isName = field.type === 'handle' || field.type === 'request';
    const given = node === undefined ? defaultOf(field) : isName ? resolve(node, field.type) : valueOf(field, node);
    if (field.type === 'client' && node !== undefined) checkClient(node, context);
    if (given !== undefined) values[key] = given;
  }
  const as = performable.makes === undefined ? undefined : textOf(valueAt(value, 'as'));
  const main = performable.scalar === undefined ? undefined : written.get(performable.scalar);
  return { values, as, detail: as ?? textOf(main) ?? '' };
}

function checkClient(node: Node, { names, found }: Context): void {
  const name = textOf(node);
  const isName = name !== undefined && new RegExp(NAME_PATTERN.source, 'u').test(name);
  if (isName && !names.hasClient(name)) found.add(node.span, names.unknownClient(name));
}
