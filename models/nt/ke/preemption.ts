import { call, type FaultPoint, type Operation, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';

export const PREEMPTION: FaultPoint = {
  id: 'ke.preempt',
  doc: 'A thread is about to acquire a lock or to put something into a queue: between two things that others can see, where it can lose its processor.',
  subjects: ['thread', 'before'],
  admits: ['delay', 'hold'],
};

/** An operation by which others see what a thread does; where a scenario watches, after the point at which it can be preempted. */
export function preemptible(world: NtWorld, operation: Operation, before: string): Operation | Routine {
  return world.faults.watches(PREEMPTION) ? preempted(world, operation, before) : operation;
}

function* preempted({ faults, kernel }: NtWorld, operation: Operation, before: string): Routine {
  yield* call(faults.pass(PREEMPTION, { thread: kernel.current?.name ?? '', before }));
  yield operation;
}
