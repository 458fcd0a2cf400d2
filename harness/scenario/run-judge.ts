import type { Invariant, Judge, Kernel, Violation } from '../sim';

/**
 * What an invariant is given. A class, and no literal with getters in it: of those each has a hidden class of its own, and what they hold
 * is looked up each time.
 */
export class RunJudge implements Judge {
  /** How often the invariant had something to judge in this run. */
  times = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly invariant: Pick<Invariant<object>, 'id' | 'number'>,
  ) {}

  get step(): number {
    return this.kernel.step;
  }

  get now(): number {
    return this.kernel.now;
  }

  get task(): string {
    return this.kernel.current?.name ?? 'nobody';
  }

  violate(violation: Omit<Violation, 'invariant' | 'number'>): void {
    this.kernel.violate({ ...violation, invariant: this.invariant.id, number: this.invariant.number });
  }

  exercised(): void {
    this.times++;
  }
}
