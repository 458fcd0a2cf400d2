import type { Node } from './node';
import { quote } from './quote';

/** A node as messages call it: "a list", "the number 5", "`abc`". */
export function describe(node: Node): string {
  switch (node.kind) {
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
    case 'scalar':
      if (node.value === null) return 'nothing';
      if (typeof node.value === 'number') return `the number ${quote(node.written)}`;
      return quote(String(node.value));
  }
}
