import { unreachable } from '../../sim/assert';
import type { Field } from '../../sim/model';
import type { Key, Shape } from '../shape';
import { formatDuration, formatRange, formatSize } from '../units';
import { allOf } from '../quote';
import { NAME_PATTERN, REFERENCE_PATTERN } from './patterns';

/** What the author writes for a field of an operation or for a setting. */
export function fieldShape(field: Field): Shape {
  switch (field.type) {
    case 'text':
      return { kind: 'text', pattern: textPattern(field.pattern) };
    case 'integer':
      return { kind: 'integer', minimum: field.minimum, maximum: field.maximum };
    case 'boolean':
      return { kind: 'boolean' };
    case 'size':
      return { kind: 'quantity', quantity: 'size', minimum: field.minimum, maximum: field.maximum };
    case 'duration':
    case 'range':
      return { kind: 'quantity', quantity: field.type };
    case 'choice':
      return choice(field.of);
    case 'set':
      return {
        kind: 'forms',
        expected: `a list of ${allOf(field.of)}`,
        forms: { scalar: choice(field.of), list: { kind: 'list', items: choice(field.of), atLeast: 0 } },
      };
    case 'handle':
    case 'request':
      return { kind: 'text', pattern: REFERENCE_PATTERN };
    case 'client':
      return { kind: 'text', pattern: NAME_PATTERN };
    default:
      return unreachable(field);
  }
}

/** The field as a key of the map that it stands in. */
export function fieldKey(field: Field): Key {
  return { doc: field.doc, shape: fieldShape(field), required: field.required, default: writtenDefault(field) };
}

function choice(words: readonly string[]): Shape {
  return { kind: 'choice', code: 'Q205', of: words.map((word) => ({ word })) };
}

function textPattern(source: string | undefined): { source: string; expected: string; code: 'Q212' } | undefined {
  return source === undefined ? undefined : { source, expected: `text that matches /${source}/`, code: 'Q212' };
}

function writtenDefault(field: Field): Key['default'] {
  switch (field.type) {
    case 'handle':
    case 'request':
    case 'client':
      return undefined;
    case 'size':
      return field.default === undefined ? undefined : formatSize(field.default);
    case 'duration':
      return field.default === undefined ? undefined : formatDuration(field.default);
    case 'range':
      return field.default === undefined ? undefined : formatRange(field.default);
    case 'text':
    case 'integer':
    case 'boolean':
    case 'choice':
    case 'set':
      return field.default;
    default:
      return unreachable(field);
  }
}
