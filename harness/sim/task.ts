import type { Operation } from './operation';
import type { Routine } from './routine';

/**
 * Where a task stands. `ready`: it may take the next step, or takes it now. `arming`: it will start its timer (untimed
 * strategies, where that is a step of its own). `sleeping`: it waits for its timer, and maybe for its operation as well.
 */
export type TaskState = 'ready' | 'arming' | 'blocked' | 'sleeping' | 'ended';

const STATES: readonly TaskState[] = ['ready', 'arming', 'blocked', 'sleeping', 'ended'];

/** The states as numbers, which are stored and compared in a third of the instructions that text takes. */
export const READY = 0;
export const ARMING = 1;
export const BLOCKED = 2;
export const SLEEPING = 3;
export const ENDED = 4;

/** What makes a step more than its operation, as bits (Task.flags). */
export const WAITING = 1;
export const ARMED = 2;
export const EXPIRED = 4;

/** A simulated thread. */
export class Task {
  /** The state as a number. The kernel's. */
  phase = READY;
  /** What it announced: the operation its next step performs. Undefined once it has ended. */
  operation: Operation | undefined = undefined;
  /** What it announces to let time pass. Made when it first does. */
  sleep: Operation | undefined = undefined;
  /** The time at which a sleeping task wakes, in ticks. */
  dueTicks = 0;
  /** Who is due after it, and its place among those that are due at the same time, where they are many. The timers'. */
  nextDue: Task = this;
  dueOrder = 0;
  /** WAITING, ARMED and EXPIRED: one word, for most steps find it 0. The kernel's. */
  flags = 0;
  /** The routines that wait for a call to return, outermost first: the kernel keeps the stack. */
  readonly callers: Routine<unknown>[] = [];
  /** What the author's workload is doing in this task just now ("3: notify n1"): choices are named by it. */
  label = '';
  /** While it announces this, it is like any other task that does: see SpawnOptions. */
  idle: Operation | undefined = undefined;
  /** The model's own record of this thread (in NT, its KTHREAD). */
  local: unknown = undefined;
  /** Called once, in the step that ends the task. */
  onEnd: (() => void) | undefined = undefined;

  /** What goes into the hash of a run for the task. */
  readonly word: number;

  constructor(
    readonly id: number,
    /** Stable across schedules: given by the parent, never a serial number of the whole run. */
    readonly name: string,
    readonly parent: Task | undefined,
    /** A service thread: that it waits for work forever is rest. */
    readonly daemon: boolean,
    /** The innermost routine, which runs. */
    public routine: Routine<unknown>,
  ) {
    this.word = Math.imul(id + 1, 0x9e3779b1);
  }

  get state(): TaskState {
    return STATES[this.phase];
  }

  /** It stands on the waiting lists of what its operation announces. */
  get waiting(): boolean {
    return (this.flags & WAITING) !== 0;
  }

  /** The timer that bounds its wait is set. */
  get armed(): boolean {
    return (this.flags & ARMED) !== 0;
  }

  /** The bound of the wait that it announced has run out: it may go on although the condition does not hold. */
  get expired(): boolean {
    return (this.flags & EXPIRED) !== 0;
  }

  toString(): string {
    return this.name;
  }
}
