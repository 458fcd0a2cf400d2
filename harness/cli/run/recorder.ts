import { TraceRecorder } from '../../explore';
import type { Evidence, StepRecord, TaskRecord } from '../../report/evidence';
import type { Kernel, Observer, Outcome, Strategy, Task } from '../../sim';

/**
 * Records a run: as an observer every step, as a stand-in for the strategy every choice, by name. It changes no answer, so
 * the run stays what it was.
 */
export class Recorder implements Observer {
  readonly #steps: StepRecord[] = [];
  readonly #trace = new TraceRecorder();

  /** The same strategy, listened to. */
  listenTo(strategy: Strategy): Strategy {
    return this.#trace.listenTo(strategy);
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
    const { choices, stepOfChoice, steps: order } = this.#trace;
    return { outcome, tasks, steps: this.#steps, choices, stepOfChoice, order };
  }
}
