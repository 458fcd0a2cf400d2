import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { ThrownAt } from '../../report/result';
import type { Kernel } from '../../sim';
import { placeInPack } from '../pack';

/** Where a run was when something was thrown. */
export function thrownAt(kernel: Kernel): ThrownAt {
  const { step, now, current } = kernel;
  if (current === undefined) return { step, ticks: now };
  const { name, label, operation } = current;
  return { step, ticks: now, task: name, doing: label, operation: operation?.kind.text };
}

const FRAME = /^\s+at (?:(?:async )?(.+) \()?(.+):(\d+):(\d+)\)?$/;

/** The files of a model, and the one that exports it. */
export interface Code {
  readonly entry: string;
  readonly files: readonly string[];
}

interface Frame {
  readonly routine: string | undefined;
  readonly path: string;
  readonly line: number;
  readonly column: string;
}

/** The innermost line of the model that led to an error: "Ring.put (buffer.ts:107:5)"; undefined when there is none. */
export function frameInModel(error: unknown, model: Code): string | undefined {
  const found = framesOf(error).find(({ path }) => model.files.includes(path));
  return found && shown(found, model);
}

/** The same for what the model itself has called, and nobody on its behalf. `callee` is the file that was called. */
export function callInModel(error: unknown, model: Code, callee: readonly string[]): string | undefined {
  const caller = framesOf(error).find(({ path }) => isAbsolute(path) && !callee.includes(path));
  return caller !== undefined && model.files.includes(caller.path) ? shown(caller, model) : undefined;
}

/** A line of a stack, if it is one of the model. */
export function placeInModel(text: string, model: Code): string | undefined {
  const frame = frameOf(text);
  return frame !== undefined && model.files.includes(frame.path) ? shown(frame, model) : undefined;
}

function framesOf(error: unknown): readonly Frame[] {
  const lines = error instanceof Error ? (error.stack?.split('\n') ?? []) : [];
  return lines.map(frameOf).filter((frame) => frame !== undefined);
}

function frameOf(text: string): Frame | undefined {
  const [, routine, path, line, column] = FRAME.exec(text) ?? [];
  if (path === undefined || column === undefined) return undefined;
  return { routine, column, ...(placeInPack(path, Number(line)) ?? { path, line: Number(line) }) };
}

function shown({ routine, path, line, column }: Frame, { entry }: Code): string {
  const where = `${relative(dirname(entry), path).replaceAll(sep, '/')}:${line}:${column}`;
  return routine === undefined ? where : `${routine} (${where})`;
}
