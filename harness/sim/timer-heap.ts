import type { Task } from './task';

/** Timers in total order, however many: a binary heap of tasks. */
export class TimerHeap {
  private tasks: Task[] = [];
  /** How many were ever pushed. */
  private order = 0;

  get first(): Task | undefined {
    return this.tasks[0];
  }

  clear(): void {
    if (this.tasks.length > 0) this.tasks = [];
    this.order = 0;
  }

  /** Behind all that are due at the same time. */
  push(task: Task): void {
    task.dueOrder = this.order++;
    this.siftUp(this.tasks.length, task);
  }

  remove(task: Task): void {
    this.removeAt(this.tasks[0] === task ? 0 : this.tasks.indexOf(task));
  }

  private removeAt(at: number): void {
    const { tasks } = this;
    const last = tasks.pop() as Task;
    if (at === tasks.length) return;
    if (at > 0 && precedes(last, tasks[(at - 1) >> 1])) this.siftUp(at, last);
    else this.siftDown(at, last);
  }

  private siftUp(from: number, task: Task): void {
    const { tasks } = this;
    let at = from;
    while (at > 0) {
      const parent = tasks[(at - 1) >> 1];
      if (precedes(parent, task)) break;
      tasks[at] = parent;
      at = (at - 1) >> 1;
    }
    tasks[at] = task;
  }

  private siftDown(from: number, task: Task): void {
    const { tasks } = this;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= tasks.length) break;
      if (child + 1 < tasks.length && precedes(tasks[child + 1], tasks[child])) child++;
      if (precedes(task, tasks[child])) break;
      tasks[at] = tasks[child];
      at = child;
    }
    tasks[at] = task;
  }
}

function precedes(a: Task, b: Task): boolean {
  return a.dueTicks === b.dueTicks ? a.dueOrder < b.dueOrder : a.dueTicks < b.dueTicks;
}
