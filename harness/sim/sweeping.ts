import type { Name } from './name';
import type { BegunStrategy } from './strategy';

/** The choices at which sweeps decide whether this match is the one. */
export type SweepPoints = ReadonlySet<Name>;

/** `strategy` in one run of a sweep: of the choices at each of these points it takes the one with the run's own index. */
export function sweeping(strategy: BegunStrategy, points: SweepPoints, run: number): BegunStrategy {
  const asked = new Map<Name, number>();
  return {
    name: strategy.name,
    timed: strategy.timed,
    ...(strategy.onlyChoices === undefined ? {} : { onlyChoices: strategy.onlyChoices }),
    pick: (view) => strategy.pick(view),
    data: (point, count, task, odds) => {
      if (!points.has(point)) return strategy.data(point, count, task, odds);
      const index = asked.get(point) ?? 0;
      asked.set(point, index + 1);
      return index === run ? 1 : 0;
    },
    ...(strategy.lacks === undefined ? {} : { lacks: strategy.lacks.bind(strategy) }),
    ...(strategy.after === undefined ? {} : { after: strategy.after.bind(strategy) }),
  };
}
