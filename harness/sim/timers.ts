import { Task } from './task';
import { TimerHeap } from './timer-heap';

/** More timers at one time are a crowd. */
const CROWD = 64;

/**
 * The timers that are set, in total order: due time, then the order in which they were set. A run has tens of tasks rather than
 * thousands: they make a ring, each linked to the one that is due after it, and a new one walks past those that come before it in
 * less than half of the time that a heap takes. From when there are many, what is set goes into a heap.
 */
export class Timers {
  /** Nobody, before the earliest and after the latest. New for each run: to link young tasks to an old one is dear. */
  private ring = nobody();
  private readonly heap = new TimerHeap();
  private readonly crowd: number;
  /** Tasks of a lower id than this make no crowd: 0 from when there is one. */
  private calm: number;
  /** How many were set, in a run of many tasks, since the ring was counted. */
  private uncounted = 0;

  /** A smaller crowd serves to test the heap. */
  constructor(options?: { crowd: number }) {
    this.crowd = options?.crowd ?? CROWD;
    this.calm = this.crowd;
  }

  clear(): void {
    this.ring = nobody();
    this.heap.clear();
    this.calm = this.crowd;
    this.uncounted = 0;
  }

  /** Sets the timer of a task that has none. */
  set(task: Task, ticks: number): void {
    task.dueTicks = ticks;
    // There are no more timers than tasks, which count from 0.
    if (task.id >= this.calm && this.isCrowd()) return this.heap.push(task);
    const ring = this.ring;
    let before = ring;
    let next = ring.nextDue;
    while (next !== ring && next.dueTicks <= ticks) {
      before = next;
      next = next.nextDue;
    }
    task.nextDue = next;
    before.nextDue = task;
  }

  /** The task whose timer is the next to run out, if one is set. */
  first(): Task | undefined {
    const { ring } = this;
    const near = ring.nextDue;
    const far = this.heap.first;
    if (near === ring) return far;
    // What is in the ring was set before all that is in the heap.
    return far !== undefined && far.dueTicks < near.dueTicks ? far : near;
  }

  /** Takes out the timer that is the next to run out. Its task's `nextDue` is due after it: nobody, at -1, if no other is set. */
  pop(): Task | undefined {
    const ring = this.ring;
    const first = ring.nextDue;
    if (first === ring || this.calm === 0) return this.popOfCrowd();
    ring.nextDue = first.nextDue;
    return first;
  }

  /** Takes out the timer of a task that has one. */
  cancel(task: Task): void {
    const ring = this.ring;
    let before = ring;
    while (before.nextDue !== ring && before.nextDue !== task) before = before.nextDue;
    if (before.nextDue === ring) this.heap.remove(task);
    else before.nextDue = task.nextDue;
  }

  /** Whether there is a crowd: the ring is counted from time to time. */
  private isCrowd(): boolean {
    if (this.calm === 0) return true;
    if (++this.uncounted <= this.crowd) return false;
    this.uncounted = 0;
    let count = 0;
    for (let next = this.ring.nextDue; next !== this.ring; next = next.nextDue) count++;
    if (count >= this.crowd) this.calm = 0;
    return this.calm === 0;
  }

  private popOfCrowd(): Task | undefined {
    const { ring } = this;
    const first = this.first();
    if (first === undefined) return undefined;
    if (first === ring.nextDue) ring.nextDue = first.nextDue;
    else this.heap.remove(first);
    first.nextDue = this.first() ?? ring;
    return first;
  }
}

function nobody(): Task {
  const task = new Task(-1, 'nobody', undefined, true, undefined as never);
  task.dueTicks = -1;
  return task;
}
