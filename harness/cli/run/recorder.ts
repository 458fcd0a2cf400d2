import { RUN } from '../../explore';
import type { ChoiceRecord, Evidence, StepRecord, TaskRecord } from '../../report/evidence';
import {
  hashText,
  type Kernel,
  type Name,
  type Observer,
  type Outcome,
  type Strategy,
  type Task,
  type View,
} from '../../sim';

/**
 * Records a run: as an observer every step, as a stand-in for the strategy every choice, by name. It changes no answer, so
 * the run stays what it was.
 */
export class Recorder implements Observer {
  readonly #steps: StepRecord[] = [];
  readonly #choices: ChoiceRecord[] = [];
  readonly #stepOfChoice: number[] = [];
  readonly #occurrences = new Map<string, number>();

  /** The same strategy, listened to. */
  listenTo(strategy: Strategy): Strategy {
    return {
      name: strategy.name,
      timed: strategy.timed,
      answersSweeps: strategy.answersSweeps === true,
      begin: (run) => {
        strategy.begin(run);
      },
      pick: (view) => {
        const index = strategy.pick(view);
        if (view.enabled.length > 1 && index >= 0) this.#picked(view, index);
        return index;
      },
      data: (point, count, task, odds) => {
        const value = strategy.data(point, count, task, odds);
        this.#chose(point, { value, count, task: task.name });
        return value;
      },
      lacks: (feature) => {
        const lacks = strategy.lacks?.(feature) === true;
        this.#chose(feature, { value: lacks ? 1 : 0, count: 2, task: RUN });
        return lacks;
      },
      after: (view, task, performed) => strategy.after?.(view, task, performed),
    };
  }

  stepping(kernel: Kernel, task: Task): void {
    const operation = task.operation;
    const access = operation?.access ?? [];
    this.#steps.push({
      step: kernel.step,
      ticks: kernel.now,
      task: task.id,
      operation: operation?.kind.text ?? '',
      label: task.label,
      access,
      objects: access.map((one) => kernel.labelOf(one >>> 2)),
    });
  }

  /** What was recorded, after the run. */
  evidence(kernel: Kernel, outcome: Outcome): Evidence {
    const tasks = kernel.tasks.map(({ name, parent, daemon }): TaskRecord => ({ name, parent: parent?.id, daemon }));
    return { outcome, tasks, steps: this.#steps, choices: this.#choices, stepOfChoice: this.#stepOfChoice };
  }

  #chose(
    { text: point }: Name,
    chosen: { readonly value: number; readonly count: number; readonly task: string },
  ): void {
    const occurrence = this.#count(`${point} `);
    this.#choices.push({ kind: 'data', ...chosen, point, occurrence, step: this.#steps.length });
    this.#stepOfChoice.push(this.#steps.length);
  }

  #picked(view: View, value: number): void {
    const { name, label, operation } = describeEnabled(view.enabled[value]);
    const objects = namesOf(view, view.enabled[value]);
    const occurrence = this.#count(`${name}\n${label}\n${operation}`);
    const choice = { value, count: view.enabled.length, task: name, label, operation, objects, occurrence };
    this.#choices.push({ kind: 'schedule', ...choice, enabled: hashOfEnabled(view) });
    this.#stepOfChoice.push(this.#steps.length + 1); // the step that it picks comes next
  }

  #count(key: string): number {
    const count = this.#occurrences.get(key) ?? 0;
    this.#occurrences.set(key, count + 1);
    return count;
  }
}

export interface EnabledTask {
  readonly name: string;
  readonly label: string;
  readonly operation: string;
}

export function describeEnabled(task: Task | undefined): EnabledTask {
  return { name: task?.name ?? '', label: task?.label ?? '', operation: task?.operation?.kind.text ?? '' };
}

/** 8 hexadecimal digits over the names of the enabled tasks and their operations. */
export function hashOfEnabled(view: View): string {
  const names = view.enabled.map((task) => `${task.name} ${task.operation?.kind.text}`).sort();
  return hashText(names.join('\n')).toString(16).padStart(8, '0');
}

/** What the objects of a task's next operation are called. */
function namesOf(view: View, task: Task | undefined): readonly string[] {
  return (task?.operation?.access ?? []).map((one) => view.labelOf(one >>> 2));
}
