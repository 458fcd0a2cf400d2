import { unreachable } from '../../sim/assert';
import type { Field, Model } from '../../sim/model';
import { DEFECTS } from '../language/settings';
import { idOf } from '../language/words';
import { booleanOf, type Node, numberOf, textOf } from '../node';
import { formatDuration, formatRange, formatSize, readDuration, readRange, readSize } from '../units';
import { readBy, wordsOf } from './value';

/** A setting's value in one way of writing: equal texts are equal values. Without spaces, so that a shell takes it as it is. */
export function settingText(name: string, node: Node, model: Model): string {
  if (name === DEFECTS) return listText(wordsOf(node).map((word) => idOf(model.defects, word)));
  const field = Object.hasOwn(model.settings, name) ? model.settings[name] : undefined;
  return field === undefined ? '' : fieldText(field, node).replaceAll(' ', '');
}

function fieldText(field: Field, node: Node): string {
  switch (field.type) {
    case 'size':
      return formatted(readBy(readSize, node), formatSize);
    case 'duration':
      return formatted(readBy(readDuration, node), formatDuration);
    case 'range':
      return formatted(readBy(readRange, node), formatRange);
    case 'set':
      return listText(wordsOf(node));
    case 'text':
    case 'choice':
      return formatted(textOf(node), plainText);
    case 'integer':
      return formatted(numberOf(node), String);
    case 'boolean':
      return formatted(booleanOf(node), String);
    case 'handle':
    case 'request':
    case 'client':
      return '';
    default:
      return unreachable(field);
  }
}

function formatted<T>(value: T | undefined, format: (value: T) => string): string {
  return value === undefined ? '' : format(value);
}

function listText(words: readonly string[]): string {
  return `[${[...words].sort().join(',')}]`;
}

/** Quoted when YAML would read it as something else. */
function plainText(text: string): string {
  return /^[A-Za-z_\\./][\w\\./-]*$/.test(text) && !/^(true|false|null)$/i.test(text) ? text : JSON.stringify(text);
}
