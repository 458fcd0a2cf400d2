import type { Model } from '../../sim/model';
import type { Diagnostics } from '../diagnostics';
import { entriesOf, itemsOf, type Node, numberOf, textOf, valueAt } from '../node';
import { type Made, Names } from './names';
import { ownerOf } from './owner';
import { type Said, saidBy } from './said';

/** Every name that the scenario's steps, random workloads and faults give. */
export function collectNames(root: Node, model: Model, found: Diagnostics): Names {
  const node = valueAt(root, 'clients');
  const clients = entriesOf(node);
  const names = new Names(node?.kind === 'map' ? clients.map(({ key }) => key) : undefined);
  for (const { key, value } of clients) {
    for (const made of madeBy(value, { client: key, times: 1, inOrder: true, model })) add(made);
  }
  // A fault may do something again and again, so what it makes has no number.
  for (const fault of itemsOf(valueAt(root, 'faults'))) {
    const action = valueAt(fault, 'do');
    const client = action === undefined ? undefined : ownerOf(action, model, names);
    if (action === undefined || client === undefined) continue;
    for (const made of madeByStep(action, { client, times: Infinity, inOrder: false, model })) add(made);
  }
  return names;

  function add(made: Made): void {
    const mistaken = names.add(made);
    if (mistaken !== undefined) found.add(made.at, mistaken);
  }
}

interface Maker {
  readonly client: string;
  /** How often the steps are performed. */
  readonly times: number;
  readonly inOrder: boolean;
  readonly model: Model;
}

/** What a list of steps makes, those of inner lists too. */
export function madeBy(steps: Node | undefined, maker: Maker): readonly Made[] {
  return itemsOf(steps).flatMap((step) => madeByStep(step, maker));
}

function madeByStep(step: Node, maker: Maker): readonly Made[] {
  const said = saidBy(step);
  if (said === undefined) return [];
  const { word, value } = said;
  switch (word) {
    case 'repeat':
      return madeBy(valueAt(value, 'do'), { ...maker, times: maker.times * (numberOf(valueAt(value, 'times')) ?? 1) });
    case 'parallel':
      return itemsOf(value).flatMap((branch) => madeBy(branch, maker));
    case 'random':
      return madeByMix(valueAt(value, 'mix'), maker);
    default:
      return madeByOperation(step, said, maker);
  }
}

/** A random workload calls what it makes by the operation. */
function madeByMix(mix: Node | undefined, { client, inOrder, model }: Maker): readonly Made[] {
  return entriesOf(mix).flatMap(({ key, keySpan }) => {
    const kind = operationOf(model, key)?.makes;
    return kind === undefined ? [] : [{ client, name: key, kind, at: keySpan, times: Infinity, inOrder }];
  });
}

function madeByOperation(step: Node, { word, value }: Said, { client, times, inOrder, model }: Maker): readonly Made[] {
  const inside = valueAt(value, 'as');
  const kind = operationOf(model, word)?.makes;
  // A slip in the step, such as a misspelt operation, is no reason to doubt the name that it gives.
  const as = inside ?? valueAt(step, 'as');
  const name = textOf(as);
  if (as === undefined || name === undefined) return [];
  if (inside === undefined || kind === undefined) {
    return [{ client, name, kind: 'unknown', at: as.span, times: Infinity, inOrder: false }];
  }
  return [{ client, name, kind, at: as.span, times, inOrder }];
}

function operationOf(model: Model, word: string): Model['operations'][string] | undefined {
  return Object.hasOwn(model.operations, word) ? model.operations[word] : undefined;
}
