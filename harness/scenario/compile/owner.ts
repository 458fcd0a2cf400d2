import type { Model } from '../../sim/model';
import { operationsOfAll } from '../language/kinds';
import { type Node, textOf, valueAt } from '../node';
import type { Names } from './names';
import { saidBy, writtenFields } from './said';

/** The client that performs a fault's operation: the one that `by` names, or else the owner of what the operation names. */
export function ownerOf(action: Node, model: Model, names: Names): string | undefined {
  const by = textOf(valueAt(action, 'by'));
  if (by !== undefined) return names.hasClient(by) ? by : undefined;
  const said = saidBy(action);
  const operation = said === undefined ? undefined : operationsOfAll(model).get(said.word);
  if (said === undefined || operation === undefined) return undefined;
  for (const [key, node] of writtenFields(operation, said.value)) {
    const { type } = operation.fields[key];
    const text = textOf(node);
    if (text === undefined || (type !== 'handle' && type !== 'request')) continue;
    const resolved = names.resolve(text, { client: undefined, kind: type });
    if (resolved.kind === 'resolved') return resolved.reference.client;
  }
  return undefined;
}
