import type { Kernel, SharedThing } from './kernel';

/**
 * State that several tasks can touch. Subclasses keep it in ordinary (public or protected) properties, arrays, maps and sets;
 * a step touches it only when it has announced `object`, or when other announced objects order it against everybody else's
 * touches. In the checked mode every property access is watched: see Checker.
 */
export abstract class SharedObject implements SharedThing {
  /** The number to announce it by. */
  readonly object: number;

  constructor(kernel: Kernel) {
    this.object = kernel.register(this);
    // A constructor may answer another object: in the checked mode `this` is a watched stand-in from here on.
    if (kernel.checker !== undefined) return kernel.checker.watch(this);
  }

  abstract get label(): string;

  /**
   * Adds to a counter of this object and does not look at it: the one thing that a step may do to the object which announces only
   * `commutes(object)`. A step that looks at the counter announces reads or writes.
   */
  tally<Counter extends string>(this: Record<Counter, number>, counter: Counter, by: number): void {
    this[counter] += by;
  }
}
