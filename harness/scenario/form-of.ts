import { isNothing, type Node } from './node';
import type { Form } from './shape';

/** How a node is written. */
export function formOf(node: Node): Form {
  switch (node.kind) {
    case 'map':
      return 'map';
    case 'list':
      return node.items[0]?.kind === 'map' ? 'list of maps' : 'list';
    case 'scalar':
      return isNothing(node) ? 'nothing' : 'scalar';
  }
}
