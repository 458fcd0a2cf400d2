import { isRead, type Access } from './access';
import type { Name } from './name';
import type { Task } from './task';

/**
 * A visible operation, announced by yielding it. The step that performs it runs `commit`, then everything up to the routine's
 * next yield, and may touch only what `access` lists or what a lock it holds guards.
 * Made once per object and yielded many times, so that announcing allocates nothing. Announcing changes nothing.
 */
export class Operation {
  /** Whether the step may change any object: then those who wait for one of them are tested again after it. */
  readonly changes: boolean;
  /** What goes into the hash of a run for the operation: its kind and its objects. */
  readonly word: number;

  constructor(
    readonly kind: Name,
    /** Every shared object that the step may touch, for all outcomes of its data choices. */
    readonly access: readonly Access[],
    /** May the step run now? Reads announced objects only. Absent: always. */
    readonly enabled: ((task: Task) => boolean) | undefined = undefined,
    /** Runs at the start of the step. */
    readonly commit: ((task: Task) => void) | undefined = undefined,
    /** Who must move before `enabled` can turn true, where that is known: deadlocks are named by it. */
    readonly blockedBy: (() => Task | undefined) | undefined = undefined,
    /**
     * Ticks after which the step may run although `enabled` says no; with no `enabled`, ticks to sleep. -1: no bound. Where
     * timers fire by choice, such an operation announces writes(CLOCK) too. One that only a single task yields may get other
     * ticks between its uses.
     */
    public ticks: number = -1,
  ) {
    let word = kind.hash;
    let changes = false;
    for (const one of access) {
      word = Math.imul(word ^ one, 0x27d4eb2f);
      if (!isRead(one)) changes = true;
    }
    this.word = word;
    this.changes = changes;
  }
}
