import { isRead, objectOf } from '../sim';
import type { Evidence, StepRecord } from './evidence';

type Recorded = Pick<Evidence, 'steps' | 'tasks' | 'outcome'>;

/**
 * The steps that can have led to how a run ended: those it ended with and what came before them. That are the steps of their
 * tasks, and those whose announcements conflict with a step that is already in, backwards. What others did meanwhile could as
 * well not have happened.
 */
export function causalPast(evidence: Recorded): readonly StepRecord[] {
  const ends = endsOf(evidence);
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
  for (let i = evidence.steps.length - 1; i >= 0; i--) {
    const step = evidence.steps[i];
    const matters = (access: number): boolean => {
      const touched = objects.get(objectOf(access));
      return touched === 'written' || (touched === 'read' && !isRead(access));
    };
    if (ends.has(step) || tasks.has(step.task) || step.access.some(matters)) include(step);
  }
  return past.reverse();
}

/**
 * The steps that touched what the violation is about. Where it is about the step that found it, and where nothing is known of
 * that, the last one.
 */
function endsOf({ steps, outcome }: Recorded): ReadonlySet<StepRecord> {
  const about = outcome.violations[0]?.about;
  const touched = steps.filter(({ step, access }) => {
    if (about === undefined) return false;
    return about.kind === 'objects'
      ? access.some((one) => about.objects.includes(objectOf(one)))
      : about.steps.includes(step);
  });
  return new Set(touched.length > 0 ? touched : steps.slice(-1));
}
