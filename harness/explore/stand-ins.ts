import type { Task } from '../sim';
import type { Clock, History } from './history';

/**
 * Symmetry: of the tasks that wait for the same work, which one gets it makes no difference but to their names (SpawnOptions.idle).
 * So one stands for all: the one that comes after least, since whatever another could overtake, so can it. If none comes
 * after least, several remain.
 */
export function standIns(enabled: readonly Task[], history: History): readonly Task[] {
  if (!enabled.some(isIdle)) return enabled;
  const pastOf = (task: Task): Clock => history.pastOf(history.slotOf(task));
  return enabled.filter((task) => {
    const past = pastOf(task);
    return !matesOf(task, enabled).some((mate) => {
      return isWithin(pastOf(mate), past) && (mate.id < task.id || !isWithin(past, pastOf(mate)));
    });
  });
}

/** Others that wait for the same work. */
export function matesOf(task: Task, enabled: readonly Task[]): readonly Task[] {
  if (!isIdle(task)) return [];
  return enabled.filter((one) => one !== task && one.idle === task.idle && isIdle(one));
}

function isIdle({ idle, operation }: Task): boolean {
  return idle !== undefined && idle === operation;
}

function isWithin(one: Clock, other: Clock): boolean {
  return one.every((tick, slot) => tick <= (other[slot] ?? 0));
}
