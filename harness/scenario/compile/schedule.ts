import type { Deviation, Schedule } from '../../sim/schedule';
import { booleanOf, entriesOf, itemsOf, numberOf, textOf, valueAt, type Node } from '../node';

/** `explore.schedule:`. Whether its names occur shows in a run. */
export function scheduleOf(node: Node): Schedule {
  return {
    timed: booleanOf(valueAt(node, 'timed')) ?? false,
    deviations: itemsOf(valueAt(node, 'deviations')).flatMap((item) =>
      entriesOf(item).map(({ key, value }) => deviationOf(key, value)),
    ),
  };
}

function deviationOf(kind: string, node: Node): Deviation {
  const text = (key: string): string => textOf(valueAt(node, key)) ?? '';
  const nth = numberOf(valueAt(node, 'nth')) ?? 1;
  const task = text('task');
  if (kind === 'order') return { kind, task, before: { task: text('before'), operation: text('at'), nth } };
  return { kind: 'value', point: text('of'), task, nth, value: numberOf(valueAt(node, 'is')) ?? 0 };
}
