import { dirname, relative, sep } from 'node:path';
import type { ThrownAt } from '../../report/result';
import type { Kernel } from '../../sim';
import type { LoadedModel } from '../model/models';
import { placeInPack } from '../pack';

/** Where a run was when something was thrown. */
export function thrownAt(kernel: Kernel): ThrownAt {
  const { step, now, current } = kernel;
  if (current === undefined) return { step, ticks: now };
  const { name, label, operation } = current;
  return { step, ticks: now, task: name, doing: label, operation: operation?.kind.text };
}

const FRAME = /^\s+at (?:(?:async )?(.+) \()?(.+):(\d+):(\d+)\)?$/;

/** The innermost line of the model that led to an error: "Ring.put (buffer.ts:107:5)"; undefined when there is none. */
export function frameInModel(error: unknown, { files, entry }: LoadedModel): string | undefined {
  if (!(error instanceof Error)) return undefined;
  for (const text of error.stack?.split('\n') ?? []) {
    const [, routine, path = '', line, column] = FRAME.exec(text) ?? [];
    const place = placeInPack(path, Number(line)) ?? { path, line: Number(line) };
    if (!files.includes(place.path)) continue;
    const where = `${relative(dirname(entry), place.path).replaceAll(sep, '/')}:${place.line}:${column}`;
    return routine === undefined ? where : `${routine} (${where})`;
  }
  return undefined;
}
