/** Our own bug, or a model's: the run stops, exit code 70. Never the user's mistake (Diagnostic) nor a finding (Violation). */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** `message` may be a function, so that in a hot place the text costs nothing until it is needed. */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new AssertionError(typeof message === 'string' ? message : message());
}

/** Closes a switch over a union: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable case: ${JSON.stringify(value)}`);
}
