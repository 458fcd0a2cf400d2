import type { Model } from '../../sim/model';
import type { Diagnostics } from '../diagnostics';
import { entriesOf, itemsOf, type MapNode, type Node, valueAt } from '../node';
import { quote } from '../quote';
import type { Span } from '../source';
import type { Override } from './overrides';
import { settingText } from './setting-text';
import type { Given } from './settings';

const INSTANCES_MAX = 1_000;

/** One combination of a matrix's values. */
export interface Instance {
  /** "[dialect=smb2,pool.paged=4KiB]", or "" without a matrix. */
  readonly part: string;
  /** The `--set` arguments that select it: those of the matrix, then the user's others. */
  readonly set: readonly string[];
  readonly given: Given;
}

interface Axis {
  /** The setting, without `system.`. */
  readonly name: string;
  readonly values: readonly AxisValue[];
}

interface AxisValue {
  readonly text: string;
  readonly node: Node;
}

/**
 * The instances of a file, the last axis varying fastest; one without a matrix. An override of a matrix's setting keeps the
 * instances of that value, or takes the place of all values of the axis.
 */
export function instancesOf(
  root: MapNode,
  options: { model: Model; given: Given; overrides: readonly Override[]; found: Diagnostics },
): readonly Instance[] {
  const { model, overrides, found } = options;
  const axes = entriesOf(valueAt(root, 'matrix')).map(({ key, value }): Axis => {
    const name = key.replace(/^system\./, '');
    const values = valuesOf(name, value, { model, found });
    const override = overrides.find((one) => one.name === name);
    return { name, values: override === undefined ? values : kept(values, override, model) };
  });
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > INSTANCES_MAX) {
    const message = `expected at most ${INSTANCES_MAX} instances, found ${count}`;
    found.add(matrixSpan(root), { code: 'Q603', message });
    return [];
  }
  const others = overrides.filter(({ name }) => !axes.some((axis) => axis.name === name));
  const given = new Map(options.given);
  for (const { name, value } of others) given.set(name, value);
  return combinations(axes).map((chosen) => instanceOf(axes, chosen, { given, others }));
}

function instanceOf(
  axes: readonly Axis[],
  chosen: readonly AxisValue[],
  { given, others }: { given: Given; others: readonly Override[] },
): Instance {
  const named = chosen.map(({ text }, index) => `${axes[index].name}=${text}`);
  return {
    part: named.length === 0 ? '' : `[${named.join(',')}]`,
    set: [...named.map((one) => `system.${one}`), ...others.map(({ argument }) => argument)],
    given: new Map([...given, ...chosen.map(({ node }, index) => [axes[index].name, node] as const)]),
  };
}

function valuesOf(
  name: string,
  list: Node,
  { model, found }: { model: Model; found: Diagnostics },
): readonly AxisValue[] {
  const values = new Map<string, AxisValue>();
  for (const node of itemsOf(list)) {
    const text = settingText(name, node, model);
    if (values.has(text) && text !== '') {
      found.add(node.span, {
        code: 'Q602',
        message: `the matrix already has the value ${quote(text)} of ${quote(name)}`,
      });
    } else {
      values.set(text, { text, node });
    }
  }
  return [...values.values()];
}

function kept(values: readonly AxisValue[], { name, value }: Override, model: Model): readonly AxisValue[] {
  const text = settingText(name, value, model);
  return [values.find((one) => one.text === text) ?? { text, node: value }];
}

function combinations(axes: readonly Axis[]): readonly (readonly AxisValue[])[] {
  let found: (readonly AxisValue[])[] = [[]];
  for (const { values } of axes) found = found.flatMap((chosen) => values.map((value) => [...chosen, value]));
  return found;
}

function matrixSpan(root: MapNode): Span {
  return root.entries.find(({ key }) => key === 'matrix')?.keySpan ?? root.span;
}
