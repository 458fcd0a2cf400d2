import type { Model } from '../../sim/model';
import type { Diagnostics } from '../diagnostics';
import { type Kind, operationOf } from '../language/kinds';
import { entriesOf, itemsOf, type MapNode, type Node, numberOf, textOf, valueAt } from '../node';
import { clientsOf } from './client';
import { type Made, Names } from './names';
import { ownerOf } from './owner';
import { type Said, saidBy } from './said';

/** Every name that the scenario's steps, random workloads and faults give. */
export function collectNames(root: MapNode, model: Model, found: Diagnostics): Names {
  const areKnown = valueAt(root, 'clients')?.kind === 'map';
  const clients = areKnown ? clientsOf(root, model) : undefined;
  const names = new Names(clients);
  for (const { name: client, kind, steps } of clients ?? []) {
    for (const made of madeBy(steps, { client, kind, times: 1, inOrder: true, model })) add(made);
  }
  // A fault may do something again and again, so what it makes has no number.
  for (const fault of itemsOf(valueAt(root, 'faults'))) {
    const action = valueAt(fault, 'do');
    const client = action === undefined ? undefined : ownerOf(action, model, names);
    if (action === undefined || client === undefined) continue;
    const maker: Maker = { client, kind: names.kindOf(client), times: Infinity, inOrder: false, model };
    for (const made of madeByStep(action, maker)) add(made);
  }
  return names;

  function add(made: Made): void {
    const mistaken = names.add(made);
    if (mistaken !== undefined) found.add(made.at, mistaken);
  }
}

interface Maker {
  readonly client: string;
  readonly kind: Kind;
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
function madeByMix(mix: Node | undefined, { client, kind: of, inOrder, model }: Maker): readonly Made[] {
  return entriesOf(mix).flatMap(({ key, keySpan }) => {
    const kind = operationOf(model, of, key)?.makes;
    return kind === undefined ? [] : [{ client, name: key, kind, at: keySpan, times: Infinity, inOrder }];
  });
}

function madeByOperation(step: Node, { word, value }: Said, maker: Maker): readonly Made[] {
  const { client, times, inOrder, model } = maker;
  const inside = valueAt(value, 'as');
  const kind = operationOf(model, maker.kind, word)?.makes;
  // A slip in the step, such as a misspelt operation, is no reason to doubt the name that it gives.
  const as = inside ?? valueAt(step, 'as');
  const name = textOf(as);
  if (as === undefined || name === undefined) return [];
  if (inside === undefined || kind === undefined) {
    return [{ client, name, kind: 'unknown', at: as.span, times: Infinity, inOrder: false }];
  }
  return [{ client, name, kind, at: as.span, times, inOrder }];
}
