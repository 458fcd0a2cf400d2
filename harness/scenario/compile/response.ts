import { itemsOf, type Node, numberOf, textOf, valueAt } from '../node';
import type { RecordsExpectation, ResponseExpectation } from '../scenario';
import type { Context } from './context';
import { wordsOf } from './value';
import { applying } from './when';

/** What is expected of a response, for this instance; undefined when nothing applies, which has been reported. */
export function responseOf(node: Node, context: Context): ResponseExpectation | undefined {
  const chosen = applying(node, context);
  if (chosen === undefined) return undefined;
  if (chosen.kind !== 'map') return { statuses: wordsOf(chosen) };
  const records = valueAt(chosen, 'records');
  return {
    statuses: wordsOf(valueAt(chosen, 'status')),
    information: numberOf(valueAt(chosen, 'information')),
    records: records === undefined ? undefined : recordsOf(records),
  };
}

function recordsOf(node: Node): RecordsExpectation {
  const anyOrder = valueAt(node, 'any-order');
  if (anyOrder !== undefined) return { kind: 'any-order', records: linesOf(anyOrder) };
  const alternatives = valueAt(node, 'alternatives');
  if (alternatives !== undefined) return { kind: 'alternatives', of: itemsOf(alternatives).map(recordsOf) };
  const items = itemsOf(node);
  if (items.every((item) => item.kind === 'scalar')) return { kind: 'in-order', records: linesOf(node) };
  return { kind: 'groups', of: groupsOf(items) };
}

/** Single records between groups make groups of their own, in order. */
function groupsOf(items: readonly Node[]): readonly RecordsExpectation[] {
  const groups: RecordsExpectation[] = [];
  let inOrder: string[] = [];
  for (const item of items) {
    const line = textOf(item);
    if (line !== undefined) {
      inOrder.push(line);
      continue;
    }
    flush();
    groups.push({ kind: 'any-order', records: linesOf(valueAt(item, 'any-order')) });
  }
  flush();
  return groups;

  function flush(): void {
    if (inOrder.length > 0) groups.push({ kind: 'in-order', records: inOrder });
    inOrder = [];
  }
}

/** Every line, those that are equal too. */
function linesOf(node: Node | undefined): readonly string[] {
  return itemsOf(node)
    .map(textOf)
    .filter((line) => line !== undefined);
}
