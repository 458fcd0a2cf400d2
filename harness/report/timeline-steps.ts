import type { NamedChoice } from '../explore';
import type { Evidence, StepRecord } from './evidence';
import { formatCount } from './human';
import { printable } from './printable';
import type { NamedStep } from './result';

/** The choices that were made for each step, and in it. */
export function choicesByStep(evidence: Evidence): ReadonlyMap<number, readonly NamedChoice[]> {
  const byStep = new Map<number, NamedChoice[]>();
  evidence.choices.forEach((choice, i) => {
    const step = evidence.stepOfChoice[i] ?? 0;
    const found = byStep.get(step);
    if (found === undefined) byStep.set(step, [choice]);
    else found.push(choice);
  });
  return byStep;
}

/** Whether another task could have gone first, by the plainest order. */
export function isSwitch(choices: readonly NamedChoice[] | undefined): boolean {
  return choices?.some((choice) => choice.kind === 'schedule' && choice.value !== 0) === true;
}

/** What was drawn in a step, as far as it is not the plainest. */
export function drawn(choices: readonly NamedChoice[]): readonly string[] {
  return choices.flatMap((choice) =>
    choice.kind === 'data' && choice.value !== 0 ? [`chose ${valueText(choice)} at ${printable(choice.point)}`] : [],
  );
}

function valueText({ value, count }: NamedChoice): string {
  return count === 2 ? 'yes' : `${formatCount(value)} of 0..${formatCount(count - 1)}`;
}

/** Task ids in the order in which they were started. */
export function tasksOf(steps: readonly StepRecord[]): readonly number[] {
  return [...new Set(steps.map(({ task }) => task))].sort((a, b) => a - b);
}

/** The steps of these with which the author's workload begins something: the label of their task is another than at its step before. */
export function stepsThatBegin(steps: readonly StepRecord[]): ReadonlySet<StepRecord> {
  const labels = new Map<number, string>();
  return new Set(
    steps.filter(({ task, label }) => {
      const before = labels.get(task);
      labels.set(task, label);
      return label !== '' && label !== before;
    }),
  );
}

/** The step of this name; undefined when the run has none. */
export function stepNamed({ steps, tasks }: Evidence, { task, operation, nth }: NamedStep): StepRecord | undefined {
  return steps.filter((step) => step.operation === operation && tasks[step.task]?.name === task)[nth - 1];
}
