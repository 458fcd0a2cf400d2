import { unreachable } from '../sim/assert';
import { describe } from './describe';
import type { Diagnostics } from './diagnostics';
import type { Node } from './node';
import { oneOf } from './quote';
import type { Shape } from './shape';
import { EXAMPLES } from './units';

/** Reports a value of the wrong kind. */
export function wrongKind(shape: Shape, node: Node, found: Diagnostics, suggestion?: string): void {
  const message = `expected ${expectedBy(shape)}, found ${describe(node)}`;
  found.add(node.span, { code: 'Q203', message, suggestion });
}

/** What a place asks for, for messages. */
export function expectedBy(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.pattern?.expected ?? 'text';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return '`true` or `false`';
    case 'quantity':
      return `a ${shape.quantity} such as \`${EXAMPLES[shape.quantity]}\``;
    case 'choice':
      return shape.noun ?? oneOf(shape.of.map(({ word }) => word));
    case 'anything':
      return 'text or a whole number';
    case 'list':
      return 'a list';
    case 'record':
      return `a map for ${shape.noun}`;
    case 'dictionary':
      return 'a map';
    case 'single':
      return `${shape.noun}, a map with one key`;
    case 'forms':
      return shape.expected;
    case 'named':
      return expectedBy(shape.shape());
    default:
      return unreachable(shape);
  }
}
