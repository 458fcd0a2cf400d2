import type { Model, Settings } from '../../sim/model';
import { DEFECTS } from '../language/settings';
import { idOf } from '../language/words';
import { entriesOf, itemsOf, type Node, valueAt } from '../node';
import type { Context } from './context';
import { valueOf, wordsOf } from './value';

/**
 * Of a list of expectations the first whose `when` holds, or that has none; what is no such list applies as it is. Reports a
 * list of which nothing applies.
 */
export function applying(node: Node, context: Context): Node | undefined {
  const items = itemsOf(node);
  if (items[0]?.kind !== 'map') return node;
  const chosen = items.find((item) => holds(valueAt(item, 'when'), context));
  if (chosen !== undefined) return chosen;
  const where = context.part === '' ? 'these settings' : `the instance ${context.part}`;
  context.found.add(node.span, { code: 'Q604', message: `none of these expectations applies to ${where}` });
  return undefined;
}

function holds(when: Node | undefined, { model, settings }: Context): boolean {
  return entriesOf(when).every(({ key, value }) => {
    const name = key.replace(/^system\./, '');
    return settingKey(name, settings) === JSON.stringify(givenValue(name, value, model));
  });
}

function settingKey(name: string, settings: Settings): string | undefined {
  return JSON.stringify(name === DEFECTS ? [...settings.defects].sort() : settings.values[name]);
}

function givenValue(name: string, node: Node, model: Model): unknown {
  if (name === DEFECTS) return [...new Set(wordsOf(node).map((word) => idOf(model.defects, word)))].sort();
  return Object.hasOwn(model.settings, name) ? valueOf(model.settings[name], node) : undefined;
}
