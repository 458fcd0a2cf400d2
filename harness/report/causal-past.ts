import { isRead, objectOf } from '../sim';
import type { Evidence, StepRecord } from './evidence';

/**
 * The steps that can have led to the last one: those of its task, and those whose announcements conflict with a step that is
 * already in, backwards. What others did meanwhile could as well not have happened.
 */
export function causalPast(evidence: Pick<Evidence, 'steps' | 'tasks'>): readonly StepRecord[] {
  const last = evidence.steps.at(-1);
  if (last === undefined) return [];
  const tasks = new Set<number>();
  /** Object -> whether only reads of it are in so far: an earlier read does not matter to those. */
  const objects = new Map<number, 'read' | 'written'>();
  const past: StepRecord[] = [];
  const include = (step: StepRecord): void => {
    past.push(step);
    let task: number | undefined = step.task;
    while (task !== undefined && !tasks.has(task)) {
      tasks.add(task);
      task = evidence.tasks[task]?.parent; // whoever started it came first
    }
    for (const access of step.access) {
      const object = objectOf(access);
      if (objects.get(object) !== 'written') objects.set(object, isRead(access) ? 'read' : 'written');
    }
  };
  include(last);
  for (let i = evidence.steps.length - 2; i >= 0; i--) {
    const step = evidence.steps[i];
    const matters = (access: number): boolean => {
      const touched = objects.get(objectOf(access));
      return touched === 'written' || (touched === 'read' && !isRead(access));
    };
    if (tasks.has(step.task) || step.access.some(matters)) include(step);
  }
  return past.reverse();
}
