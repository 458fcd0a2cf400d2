import type { Fields, Model } from '../../sim/model';
import type { Key, RecordShape, Shape } from '../shape';
import { fieldKey } from './field';
import { defectShape } from './words';

/** The key of `system:` that is no setting of the model. */
export const DEFECTS = 'defects';

/** `system:`: settings nested by the dots of their names, or with dots; and the defects that are on. */
export function systemShape(model: Model): Shape {
  const root = groupShape(model.settings, '');
  const keys = new Map([...root.keys, [DEFECTS, defectsKey(model)]]);
  for (const [name, field] of Object.entries(model.settings)) {
    if (name.includes('.')) keys.set(name, { ...fieldKey(field), required: false });
  }
  return { ...root, keys };
}

/** By full name, as elsewhere in a scenario: `system.pool.paged`. */
export function settingKeys(model: Model): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>();
  for (const [name, field] of Object.entries(model.settings)) keys.set(`system.${name}`, fieldKey(field));
  keys.set(`system.${DEFECTS}`, defectsKey(model));
  return keys;
}

function defectsKey(model: Model): Key {
  return {
    doc: 'Deliberate ways to be wrong that are on, by name or number.',
    shape: { kind: 'list', items: defectShape(model), atLeast: 0 },
  };
}

/** The settings whose names begin with `prefix`. A missing one is found when the settings are put together. */
function groupShape(fields: Fields, prefix: string): RecordShape {
  const keys = new Map<string, Key>();
  for (const [name, field] of Object.entries(fields)) {
    if (!name.startsWith(prefix)) continue;
    const [first, ...rest] = name.slice(prefix.length).split('.');
    if (rest.length === 0) {
      keys.set(first, { ...fieldKey(field), required: false });
    } else if (!keys.has(first)) {
      keys.set(first, { doc: `Settings of ${prefix}${first}.`, shape: groupShape(fields, `${prefix}${first}.`) });
    }
  }
  const noun = prefix === '' ? '`system`' : `\`system.${prefix.slice(0, -1)}\``;
  return { kind: 'record', noun, code: 'Q311', keys };
}
