import type { Operation } from './operation';

/**
 * The code of a simulated thread: what a generator function makes, and nothing else that has a `next`. `yield operation` announces
 * the next visible operation; `yield routine` calls a routine whose result is not needed; `const x = yield* call(routine)` calls
 * one and takes its result. The kernel keeps the stack, so that being six calls deep costs no more than being one deep.
 * Exceptions travel up it as they do in any program.
 */
export interface Routine<T = void> extends Generator<Operation | Routine<unknown>, T, unknown> {}

/** A call as its caller sees it: `const x = yield* called`. */
export interface Called<T> {
  [Symbol.iterator](): Iterator<Routine<unknown>, T, unknown>;
}

/** Calls a routine from another and hands back its result, typed: `const x = yield* call(routine)`. */
export function call<T>(routine: Routine<T>): Called<T> {
  return new Call(routine);
}

/**
 * A call that is over before it begins, for what mostly takes no step: `return isFree ? returned(take()) : call(waitAndTake())`. It
 * costs its caller no more than a function does.
 */
export function returned<T>(value: T): Called<T> {
  return new Returned(value);
}

/** An iterator at its end, and what it says there. */
class Returned<T> implements Iterator<never, T> {
  readonly done = true;

  constructor(readonly value: T) {}

  [Symbol.iterator](): this {
    return this;
  }

  next(): this {
    return this;
  }
}

/** A call without a result that is over. */
export const RETURNED: Called<void> = returned(undefined);

/** What `yield*` iterates over: it hands the routine to the kernel, and then hands back what the kernel resumes it with. */
class Call<T> implements Iterator<Routine<T>, T, unknown> {
  #routine: Routine<T> | undefined;

  constructor(routine: Routine<T>) {
    this.#routine = routine;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(value: unknown): IteratorResult<Routine<T>, T> {
    const routine = this.#routine;
    if (routine === undefined) return { done: true, value: value as T }; // the kernel resumes us with that routine's result
    this.#routine = undefined;
    return { done: false, value: routine };
  }

  throw(error: unknown): IteratorResult<Routine<T>, T> {
    throw error;
  }
}
