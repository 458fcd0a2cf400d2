import type { Model } from '../../sim/model';
import type { Kind } from '../language/kinds';
import { entriesOf, type MapNode, type Node, valueAt } from '../node';

/** A client as the file says it, taken apart. */
export interface SaidClient {
  readonly name: string;
  /** One that the model does not have has been reported. */
  readonly kind: Kind;
  readonly steps: Node | undefined;
}

/** `clients:`: name -> steps, or name -> kind -> steps. */
export function clientsOf(root: MapNode, { clientKinds = {} }: Model): readonly SaidClient[] {
  return entriesOf(valueAt(root, 'clients')).map(({ key: name, value }) => {
    const kinds = entriesOf(value);
    const entry = kinds.find(({ key }) => Object.hasOwn(clientKinds, key)) ?? kinds[0];
    return entry === undefined
      ? { name, kind: undefined, steps: value }
      : { name, kind: entry.key, steps: entry.value };
  });
}
