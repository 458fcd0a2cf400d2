import type { Kernel, SharedThing } from './kernel';

/**
 * State that is never announced: a lock that is announced guards it, or it belongs to one task at a time, which got it by a
 * hand-over that was announced. It is kept in ordinary (public or protected) properties, arrays, maps and sets. In the checked mode
 * every touch of a property is watched: see Checker.
 */
export abstract class GuardedObject implements SharedThing {
  constructor(kernel: Kernel) {
    // A constructor may answer another object: in the checked mode `this` is a watched stand-in from here on.
    if (kernel.checker !== undefined) return kernel.checker.watch(this);
  }

  /** For reports: named by its owner, and the same in every schedule. */
  abstract get label(): string;
}

/**
 * State that several tasks can touch: a step touches it only when it has announced `object`, or when other announced objects order it
 * against everybody else's touches.
 */
export abstract class SharedObject extends GuardedObject {
  /** The number to announce it by. */
  readonly object: number;

  constructor(kernel: Kernel) {
    super(kernel);
    this.object = kernel.register(this);
  }

  /**
   * Adds to a counter of this object and does not look at it: the one thing that a step may do to the object which announces only
   * `commutes(object)`. A step that looks at the counter announces reads or writes. A class that counts often, and one thing only, may
   * add to that by its name: it overrides this.
   */
  tally<Counter extends string>(this: Record<Counter, number>, counter: Counter, by: number): void {
    this[counter] += by;
  }
}
