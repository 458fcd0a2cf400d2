import type { Code } from './mistakes';
import type { Span } from './source';

/** A mistake in the user's file, with its place. Plain data. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many characters the carets cover. */
  readonly length: number;
  /** Expected this, found that. */
  readonly message: string;
  /** What to write instead. */
  readonly suggestion?: string | undefined;
  /** The line of the file that it points into. */
  readonly sourceLine: string;
}

/** What a phase hands on, with what it found. A value of undefined means that nothing could be made of the input. */
export interface Result<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What is wrong, apart from where. */
export interface Mistaken {
  readonly code: Code;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/** Past this many the list helps nobody. */
const MISTAKES_MAX = 200;

/** Collects the mistakes of one file, each once. */
export class Diagnostics {
  readonly #found = new Map<string, Diagnostic>();

  add(at: Span, mistaken: Mistaken): void {
    if (this.full) return;
    this.#put(diagnosticAt(at, mistaken));
    if (!this.full) return;
    const message = `this file has ${MISTAKES_MAX} mistakes or more; the others are not shown`;
    this.#put(diagnosticAt(at, { code: 'Q115', message }));
  }

  /** Whether looking for more is wasted. */
  get full(): boolean {
    return this.#found.size >= MISTAKES_MAX;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** In the order of the file. */
  list(): readonly Diagnostic[] {
    return sorted([...this.#found.values()]);
  }

  // The instances of a matrix repeat what they have in common.
  #put(diagnostic: Diagnostic): void {
    const { file, line, column, code, message } = diagnostic;
    const key = JSON.stringify([file, line, column, code, message]);
    if (!this.#found.has(key)) this.#found.set(key, diagnostic);
  }
}

export function diagnosticAt(at: Span, mistaken: Mistaken): Diagnostic {
  const { source, line, column, length } = at;
  const sourceLine = source.lines[line - 1] ?? '';
  return { severity: 'error', file: source.name, line, column, length, sourceLine, ...mistaken };
}

/** By file, then in the order of the file. */
export function sorted(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) => order(a.file, b.file) || a.line - b.line || a.column - b.column || order(a.code, b.code),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
