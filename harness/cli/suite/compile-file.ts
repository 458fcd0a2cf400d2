import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { strategies } from '../../explore';
import { compile, diagnosticAt, modelOf, parse, type Diagnostic, type Tree } from '../../scenario';
import type * as ModelProblems from '../../scenario/model-problems';
import { lazy } from '../lazy';
import type { Models } from '../model/models';
import type { Instance } from './instance';

/** A file's text and what is known about it before it is read. */
export interface FileToCompile {
  /** As the user would type it. */
  readonly name: string;
  /** Absolute: a model's path counts from its folder. */
  readonly path: string;
  readonly text: string;
  readonly id: string;
  readonly root: string | undefined;
}

export interface CompileSettings {
  readonly set: readonly string[];
  /** Names of strategies that take the place of a file's. */
  readonly exploreWith: readonly string[] | undefined;
  /** Also judges what models of users' own declare: it costs some 100 ms. */
  readonly thorough?: boolean | undefined;
}

export interface CompiledFile {
  readonly instances: readonly Instance[];
  readonly tree: Tree | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a file is, whatever links lead there: `results/latest` is one. */
export function folderOf(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? realpathSync(folder) : folder;
}

/** Text -> scenarios on their model, or everything that is wrong with it. */
export function compileFile(file: FileToCompile, models: Models, settings: CompileSettings): CompiledFile {
  const { value: tree, diagnostics: unreadable } = parse(file.name, file.text);
  const refused = (diagnostics: readonly Diagnostic[]): CompiledFile => {
    return { instances: [], tree, diagnostics: [...unreadable, ...diagnostics] };
  };
  if (tree === undefined) return refused([]);
  const named = modelOf(tree);
  if (named.value === undefined) return refused(named.diagnostics);
  const { text: reference, at } = named.value;
  const loaded = models.load(reference, folderOf(file.path));
  if (loaded.kind !== 'model') {
    const { kind, message, suggestion } = loaded;
    return refused([diagnosticAt(at, { code: kind === 'unknown' ? 'Q317' : 'Q318', message, suggestion })]);
  }
  if (settings.thorough === true && loaded.isForeign) {
    const { modelProblems } = lazy('../scenario/model-problems') as typeof ModelProblems;
    const problems = modelProblems(loaded.model);
    if (problems.length > 0) return refused(problems.map((message) => diagnosticAt(at, { code: 'Q318', message })));
  }
  const { id, text, root } = file;
  const compiled = compile(tree, loaded.model, { id, strategies, ...settings });
  if (compiled.value === undefined || unreadable.length > 0) return refused(compiled.diagnostics);
  const instances = compiled.value.map((scenario): Instance => ({ scenario, text, model: loaded, root }));
  return { instances, tree, diagnostics: compiled.diagnostics };
}
