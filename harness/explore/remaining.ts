import type { Task } from '../sim';

/**
 * How many steps of a kind each task still has to take, with all tasks that it has yet to start: as many as in the run that was
 * counted. Of a forest of tasks, whoever goes first with a chance in proportion to this makes all interleavings equally likely.
 */
export class Remaining {
  /** By name of the task. */
  readonly #counted = new Map<string, { own: number; readonly children: Set<string> }>();
  /** By task id of this run. */
  readonly #left: number[] = [];

  /** Before the run that is counted. */
  forget(): void {
    this.#counted.clear();
  }

  /** Before each run. */
  begin(): void {
    this.#left.length = 0;
  }

  /** In the run that is counted: so many steps of this task, and that it is there. */
  count({ name, parent }: Task, steps: number): void {
    let counted = this.#counted.get(name);
    if (counted === undefined) this.#counted.set(name, (counted = { own: 0, children: new Set() }));
    counted.own += steps;
    if (parent !== undefined && parent.name !== name) this.#counted.get(parent.name)?.children.add(name);
  }

  /** Looks for tasks that have been started; tells of each what it took over from its parent, and how much that had before. */
  meet(tasks: readonly Task[], started?: (task: Task, steps: number, before: number) => void): void {
    for (let id = this.#left.length; id < tasks.length; id++) {
      const task = tasks[id];
      const steps = this.#total(task.name);
      this.#left.push(steps);
      if (task.parent === undefined) continue;
      started?.(task, steps, this.#left[task.parent.id]);
      this.#left[task.parent.id] -= steps;
    }
  }

  /** A task took a step. */
  take({ id }: Task): void {
    this.#left[id]--;
  }

  of({ id }: Task): number {
    return Math.max(0, this.#left[id]);
  }

  #total(name: string): number {
    const counted = this.#counted.get(name);
    if (counted === undefined) return 0;
    let total = counted.own;
    for (const child of counted.children) total += this.#total(child);
    return total;
  }
}
