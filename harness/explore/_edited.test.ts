// A strategy as it would be with a line of this folder edited, for tests that plant mistakes in it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';

/** In a file of this folder, one piece of text that stands there exactly once, and what takes its place. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** What `file` exports when it, and what it imports of this folder, is edited so. Nothing is written anywhere. */
export function edited<T>(file: string, ...edits: readonly Edit[]): T {
  const modules = new Map<string, { exports: unknown }>();
  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const mine = edits.filter((edit) => join(__dirname, edit.file) === path);
    const source = mine.reduce(replaced, readFileSync(path, 'utf8'));
    const ours = (specifier: string): unknown =>
      specifier.startsWith('./') ? load(join(__dirname, `${specifier}.ts`)) : createRequire(path)(specifier);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const body = new Function('module', 'exports', 'require', javaScript(source)) as (...values: unknown[]) => void;
    body(module, module.exports, ours);
    return module.exports;
  };
  return load(join(__dirname, file)) as T;
}

function replaced(text: string, { file, from, to }: Edit): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`expected once in ${file}, found ${text.split(from).length - 1} times: ${from}`);
  }
  return before + to + after;
}

function javaScript(source: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}
