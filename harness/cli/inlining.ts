import { setFlagsFromString } from 'node:v8';

/**
 * How many bytes of bytecode V8 puts into one function from those that it calls; it would stop at 920, which is less than a step
 * of the kernel has.
 */
export const INLINE_MORE = '--max-inlined-bytecode-size-cumulative=2000';

/** V8 says on stderr that it does not know a flag, and can not be asked before. Up to this Node it knows this one. */
const LAST_NODE = 26;

/** Lets V8 compile the kernel's loop as one function: docs/architecture.md, "What keeps it fast". For all threads. */
export function inlineMore(): void {
  if (Number.parseInt(process.versions.node) <= LAST_NODE) setFlagsFromString(INLINE_MORE);
}
