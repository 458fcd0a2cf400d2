import type { Deviation, Strategy, Task } from '../sim';
import { RUN } from './schedule';

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
  const values = new Map<string, number>(
    deviations.flatMap((one) => (one.kind === 'value' ? [[`${one.task} ${one.point} ${one.nth}`, one.value]] : [])),
  );
  const taken = new Map<string, number>();
  const draws = new Map<string, number>();
  const place = ({ name }: Task): number => places.get(name)?.[taken.get(name) ?? 0] ?? Infinity;
  return {
    name: 'following',
    timed: false,
    onlyChoices: true,
    answersSweeps: true,
    begin: () => {
      taken.clear();
      draws.clear();
    },
    pick: ({ enabled }) => {
      const arming = enabled.findIndex(({ state }) => state === 'arming');
      if (arming >= 0) return arming;
      let best = 0;
      for (let i = 1; i < enabled.length; i++) if (place(enabled[i]) < place(enabled[best])) best = i;
      return best;
    },
    data: (point, count, { name }) => {
      const key = `${name} ${point.text}`;
      const nth = increment(draws, key);
      const value = values.get(`${key} ${nth}`) ?? 0;
      return value < count ? value : 0;
    },
    lacks: ({ text }) => values.has(`${RUN} ${text} 1`),
    after: (_view, { name, state, operation }, performed) => {
      if (state === 'sleeping' && operation === performed) return; // it has set its timer, and waits
      increment(taken, name);
    },
    end: () => false,
  };
}

function increment(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}
