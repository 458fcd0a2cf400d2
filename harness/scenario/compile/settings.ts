import type { Fields, Model, Settings, Value, Values } from '../../sim/model';
import { check } from '../check';
import { Diagnostics } from '../diagnostics';
import { DEFECTS, settingKeys } from '../language/settings';
import { idOf } from '../language/words';
import { entriesOf, type MapNode, type Node, valueAt } from '../node';
import { quote } from '../quote';
import type { Span } from '../source';
import { SwitchedOn } from '../undeclared';
import { defaultOf, valueOf, wordsOf } from './value';

/** Setting, by dotted name without `system.`, or `defects` -> what says it last. */
export type Given = ReadonlyMap<string, Node>;

/** `system:`, nested maps flattened. */
export function givenBy(root: MapNode, found: Diagnostics): Given {
  const given = new Map<string, Node>();
  collect(valueAt(root, 'system'), '');
  return given;

  function collect(node: Node | undefined, prefix: string): void {
    for (const { key, keySpan, value } of entriesOf(node)) {
      const name = prefix + key;
      if (value.kind === 'map') {
        collect(value, `${name}.`);
      } else if (given.has(name)) {
        found.add(keySpan, { code: 'Q601', message: `the setting ${quote(name)} is given both nested and with dots` });
      } else {
        given.set(name, value);
      }
    }
  }
}

/** Settings with their defaults; what is missing, and what does not go together, is reported. */
export function settingsOf(model: Model, given: Given, options: { root: MapNode; found: Diagnostics }): Settings {
  const { root, found } = options;
  const place = placeOfSystem(root);
  const absent = missing(model.settings, given);
  for (const name of absent) {
    const message = `the model ${model.name} needs the setting ${quote(`system.${name}`)}`;
    found.add(place, { code: 'Q202', message });
  }
  const settings: Settings = {
    values: valuesOf(model.settings, given),
    defects: new SwitchedOn(
      wordsOf(given.get(DEFECTS)).map((word) => idOf(model.defects, word)),
      model.defects.map(({ id }) => id),
    ),
  };
  // A model need not cope with settings that are wrong one by one.
  if (absent.length > 0 || !areWellFormed(model, given)) return settings;
  for (const { setting, message, suggestion } of model.check?.(settings) ?? []) {
    found.add(given.get(setting)?.span ?? place, { code: 'Q316', message, suggestion });
  }
  return settings;
}

function areWellFormed(model: Model, given: Given): boolean {
  const found = new Diagnostics();
  for (const [name, { shape }] of settingKeys(model)) {
    const node = given.get(name.slice('system.'.length));
    if (node !== undefined) check(shape, node, found);
  }
  return found.isEmpty;
}

function missing(fields: Fields, given: Given): readonly string[] {
  return Object.keys(fields).filter((name) => fields[name].required === true && !given.has(name));
}

function valuesOf(fields: Fields, given: Given): Values {
  const values: Record<string, Value> = {};
  for (const [name, field] of Object.entries(fields)) {
    const node = given.get(name);
    const value = node === undefined ? defaultOf(field) : valueOf(field, node);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** Where to report what no setting of the file says. */
function placeOfSystem(root: MapNode): Span {
  const entry = root.entries.find(({ key }) => key === 'system') ?? root.entries.find(({ key }) => key === 'model');
  return entry?.keySpan ?? root.span;
}
