import { assert } from '../../../harness/sim';
import type { Io } from '../io/io';

/** Whoever calls this routine must not do so in versions that came before it. */
export function assertExported(io: Io, routine: string, since: 'Windows XP' | 'Windows Vista'): void {
  assert(io.world.text('version') === 'reference', () => `${routine} came with ${since}`);
}
