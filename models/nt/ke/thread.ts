import { assert, GuardedObject, type Kernel } from '../../../harness/sim';

/** Interrupt request levels, as far as the model has them. */
export const PASSIVE_LEVEL = 0;
export const APC_LEVEL = 1;
export const DISPATCH_LEVEL = 2;

/** A KTHREAD: what a simulated thread of the server machine carries along. */
export class KThread extends GuardedObject {
  irql = PASSIVE_LEVEL;
  /** Spin locks that it holds. */
  spinLocks = 0;
  /** Recursive locks that it owns: a thread knows that of itself without looking at the lock. */
  readonly owns: object[] = [];

  constructor(
    kernel: Kernel,
    readonly name: string,
  ) {
    super(kernel);
  }

  get label(): string {
    return `thread ${this.name}`;
  }
}

/** KeGetCurrentThread. A task gets its KTHREAD when it first runs kernel code. */
export function keGetCurrentThread(kernel: Kernel): KThread {
  const task = kernel.current;
  assert(task !== undefined, 'kernel code runs in a task');
  if (task.local instanceof KThread) return task.local;
  const thread = new KThread(kernel, task.name);
  task.local = thread;
  return thread;
}

/** KeRaiseIrql: answers the level to go back to. */
export function keRaiseIrql(thread: KThread, irql: number): number {
  assert(irql >= thread.irql, () => `KeRaiseIrql raises: from ${thread.irql} to ${irql} in ${thread.name}`);
  const old = thread.irql;
  thread.irql = irql;
  return old;
}

/** KeLowerIrql. */
export function keLowerIrql(thread: KThread, irql: number): void {
  assert(irql <= thread.irql, () => `KeLowerIrql lowers: from ${thread.irql} to ${irql} in ${thread.name}`);
  thread.irql = irql;
}
