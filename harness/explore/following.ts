import type { Deviation, Strategy, Task } from '../sim';
import { ValuesByName } from './schedule';

/**
 * Takes the steps of a run that had virtual time in the same order without it, as near as that goes: timers are set as soon as
 * they can be, so that they come in the order in which they were due; values are the same by name. What took a hundred latencies
 * there often takes a few orders here. `order` has the name of the task, step by step.
 */
export function following(order: readonly string[], deviations: readonly Deviation[]): Strategy {
  const places = new Map<string, number[]>();
  order.forEach((task, at) => {
    const known = places.get(task);
    if (known === undefined) places.set(task, [at]);
    else known.push(at);
  });
  const values = new ValuesByName(deviations);
  const taken = new Map<string, number>();
  const place = ({ name }: Task): number => places.get(name)?.[taken.get(name) ?? 0] ?? Infinity;
  return {
    name: 'following',
    timed: false,
    onlyChoices: true,
    answersSweeps: true,
    begin: () => {
      taken.clear();
      values.begin();
    },
    pick: ({ enabled }) => {
      const arming = enabled.findIndex(({ state }) => state === 'arming');
      if (arming >= 0) return arming;
      let best = 0;
      for (let i = 1; i < enabled.length; i++) if (place(enabled[i]) < place(enabled[best])) best = i;
      return best;
    },
    data: (point, count, task) => values.draw(point, count, task),
    lacks: (feature) => values.lacks(feature),
    after: (_view, { name, state, operation }, performed) => {
      if (state === 'sleeping' && operation === performed) return; // it has set its timer, and waits
      taken.set(name, (taken.get(name) ?? 0) + 1);
    },
    end: () => false,
  };
}
