import { formatTicks } from '../sim';
import { formatCount } from './human';
import type { InternalError } from './result';

/** Where something was thrown: how far the run had come, and the line of the model. */
export function thrownLines({ at, frame }: Pick<InternalError, 'at' | 'frame'>): readonly string[] {
  const lines: string[] = [];
  if (at !== undefined) {
    const { step, ticks, task, doing, operation } = at;
    const when = `step ${formatCount(step)}, ${formatTicks(ticks)}`;
    const what = doing === undefined || doing === '' ? '' : ` (${doing})`;
    lines.push(
      task === undefined ? `thrown behind ${when}, by no task` : `thrown in ${when}, by ${task}${what} at ${operation}`,
    );
  }
  if (frame !== undefined) lines.push(`in ${frame}`);
  return lines;
}
