// The model as it would be with one of its files edited, for tests that plant mistakes in it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Model } from '../../harness/sim';

/** In a file below this folder, one piece of text that stands there exactly once, and what takes its place. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Compiled text by its source: most files are the same in every edition. */
const compiled = new Map<string, string>();

/** A fresh edition of the model, on the kernel that is running. Nothing is written anywhere. */
export function editedModel(...edits: readonly Edit[]): Model {
  const modules = new Map<string, { exports: unknown }>();
  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const mine = edits.filter(({ file }) => join(__dirname, file) === path);
    const source = mine.reduce(replaced, readFileSync(path, 'utf8'));
    const ours = (specifier: string): unknown => {
      const target = join(dirname(path), specifier);
      return target.startsWith(__dirname) ? load(fileOf(target)) : createRequire(path)(specifier);
    };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const body = new Function('module', 'exports', 'require', javaScript(source)) as (...values: unknown[]) => void;
    body(module, module.exports, ours);
    return module.exports;
  };
  return (load(join(__dirname, 'index.ts')) as { readonly model: Model }).model;
}

function fileOf(path: string): string {
  return ts.sys.fileExists(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts');
}

function replaced(text: string, { file, from, to }: Edit): string {
  const [before, after, ...more] = text.split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`expected once in ${file}, found ${text.split(from).length - 1} times: ${from}`);
  }
  return before + to + after;
}

function javaScript(source: string): string {
  let text = compiled.get(source);
  if (text === undefined) {
    const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS };
    text = ts.transpileModule(source, { compilerOptions }).outputText;
    compiled.set(source, text);
  }
  return text;
}
