import { readNode } from '../1-parse';
import { check } from '../check';
import type { Diagnostics } from '../diagnostics';
import { settingKeys } from '../language/settings';
import type { Node } from '../node';
import { allOf, quote } from '../quote';
import { sourceOf, type Span } from '../source';
import { nearest } from '../suggest';
import type { Model } from '../../sim/model';

/** One `--set`. */
export interface Override {
  /** As the user typed it. */
  readonly argument: string;
  /** The setting, without `system.`. */
  readonly name: string;
  readonly value: Node;
}

/** `--set system.version=nt-3.51`: values are written and judged as in a file. Of several for one setting the last counts. */
export function overridesOf(set: readonly string[], model: Model, found: Diagnostics): readonly Override[] {
  const overrides = new Map<string, Override>();
  for (const argument of set) {
    const override = overrideOf(argument, model, found);
    if (override !== undefined) overrides.set(override.name, override);
  }
  return [...overrides.values()];
}

function overrideOf(argument: string, model: Model, found: Diagnostics): Override | undefined {
  const source = sourceOf('--set', argument);
  const equals = argument.indexOf('=');
  const key = equals < 0 ? argument : argument.slice(0, equals);
  const at: Span = { source, line: 1, column: 1, length: Math.max(1, key.length) };
  if (equals < 0) {
    found.add(at, {
      code: 'Q605',
      message: `expected a setting and a value, \`system.name=value\`, found ${quote(argument)}`,
    });
    return undefined;
  }
  const keys = settingKeys(model);
  const setting = keys.get(key);
  if (setting === undefined) {
    const names = [...keys.keys()];
    const suggestion = nearest(key, names);
    const mistaken = key.startsWith('system.')
      ? {
          code: 'Q311' as const,
          message: `the model ${model.name} has no setting ${quote(key)}; it has ${allOf(names)}`,
        }
      : {
          code: 'Q605' as const,
          message: `\`--set\` overrides settings, such as ${quote(names[0])}, not ${quote(key)}`,
        };
    found.add(at, { ...mistaken, suggestion });
    return undefined;
  }
  // The value keeps its place in the argument.
  const value = readNode(source, ' '.repeat(equals + 1) + argument.slice(equals + 1), found);
  if (value === undefined) return undefined;
  check(setting.shape, value, found);
  return { argument, name: key.slice('system.'.length), value };
}
