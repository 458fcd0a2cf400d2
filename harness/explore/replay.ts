import { AssertionError, type Name, type Strategy, type Task, type View } from '../sim';

/** A replay and its recording part: the model, the scenario or the choices have changed. */
export class Diverged extends AssertionError {}

/**
 * Gives the recorded answers again, in their order: strict, so that the first choice which does not fit ends it. `timed` is that
 * of the strategy that was recorded. With `counts` a choice must be one of as many as it was, and past the end the plainest are
 * taken.
 */
export function replay(choices: readonly number[], timed: boolean, counts?: readonly number[]): Strategy {
  let next = 0;
  const answer = (count: number, what: () => string): number => {
    const value = choices[next];
    if (value === undefined && counts !== undefined) return 0;
    if (value === undefined)
      throw new Diverged(`choice ${next}: the recording has ended, but there is a choice of ${what()}`);
    if (value >= count)
      throw new Diverged(`choice ${next}: recorded ${value}, but there is a choice of ${count} only: ${what()}`);
    if (counts !== undefined && counts[next] !== count)
      throw new Diverged(`choice ${next}: recorded ${value} of ${counts[next]}, but there is a choice of ${what()}`);
    next++;
    return value;
  };
  return {
    name: 'replay',
    timed,
    answersSweeps: true,
    begin: () => {
      next = 0;
    },
    pick: (view: View) =>
      view.enabled.length === 1
        ? 0
        : answer(view.enabled.length, () =>
            view.enabled.map((task: Task) => `${task.name} at ${task.operation?.kind.text}`).join(', '),
          ),
    data: (point: Name, count: number) => answer(count, () => `${count} at ${point.text}`),
    lacks: (feature: Name) => answer(2, () => `2 at ${feature.text}`) === 1,
    end: () => false,
  };
}
