import type { Fields } from '../../sim/model';
import type { Mistaken } from '../diagnostics';
import type { Form, Key, Pattern, RecordShape, Shape } from '../shape';
import { fieldKey, fieldShape } from './field';
import { NAME_PATTERN } from './patterns';

/** What an operation of a client and an action of the model have in common. */
export interface Performable {
  readonly doc: string;
  readonly fields: Fields;
  readonly scalar?: string | undefined;
  readonly makes?: 'handle' | 'request' | undefined;
}

/**
 * The value behind an operation's name: nothing, one value for its main field, or a map of fields. `of` tells those of one name
 * apart: " of native".
 */
export function performableShape(name: string, performable: Performable, of = ''): Shape {
  return { kind: 'named', name: `operation ${name}${of}`, shape: () => formsOf(name, performable) };
}

function formsOf(name: string, performable: Performable): Shape {
  const map = recordOf(name, performable);
  const scalar = performable.scalar;
  const field = scalar === undefined ? undefined : performable.fields[scalar];
  if (field === undefined) return { kind: 'forms', expected: `a map for \`${name}\``, forms: { nothing: map, map } };
  const shape = fieldShape(field);
  const direct: Partial<Record<Form, Shape>> = shape.kind === 'forms' ? shape.forms : { scalar: shape };
  return {
    kind: 'forms',
    expected: `\`${scalar}\`, or a map for \`${name}\``,
    forms: { ...direct, nothing: map, map },
  };
}

function recordOf(name: string, { fields, makes }: Performable): RecordShape {
  const keys = new Map<string, Key>(Object.entries(fields).map(([key, field]) => [key, fieldKey(field)]));
  const refused = new Map<string, Mistaken>();
  if (makes === undefined)
    refused.set('as', { code: 'Q315', message: `\`${name}\` makes nothing that could be named` });
  else keys.set('as', nameKey(makes, NAME_PATTERN));
  return { kind: 'record', noun: `\`${name}\``, code: 'Q201', keys, refused };
}

function nameKey(makes: 'handle' | 'request', pattern: Pattern): Key {
  return { doc: `The name of the ${makes} that this makes.`, shape: { kind: 'text', pattern } };
}
