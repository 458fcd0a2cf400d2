import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { printable } from '../../report/printable';
import { nearest } from '../../scenario/suggest';
import { assert, type Model } from '../../sim';
import { codeRoot, isCompiled } from '../package-info';
import { filesOf, fingerprint } from './fingerprint';
import { modelProblem } from './model-shape';
import { installModuleHook } from './module-hook';
import { listeningTo, type Outside } from './outside';
import { installTypeScriptLoader } from './typescript-loader';

export type ModelLoad = LoadedModel | UnusableModel;

export interface LoadedModel {
  readonly kind: 'model';
  /** As a scenario says it. */
  readonly reference: string;
  readonly model: Model;
  /** A file of a user's own. */
  readonly isForeign: boolean;
  /** The file that exports it. */
  readonly entry: string;
  /** That and the files that it requires. */
  readonly files: readonly string[];
  /** What it asked the world outside for when it was loaded, and where, if anybody listened (run/doors.ts). */
  readonly outside?: Outside | undefined;
  /** Over the text of its files: 16 hexadecimal digits. */
  hash(): string;
}

/** `unknown`: there is no such model; `broken`: there is one, and it can not be used. */
export interface UnusableModel {
  readonly kind: 'unknown' | 'broken';
  readonly message: string;
  readonly suggestion?: string | undefined;
}

const MODELS = join(codeRoot, 'models');

/** Names of the models that come with the package. */
export function builtInModels(): readonly string[] {
  if (!existsSync(MODELS)) return [];
  return readdirSync(MODELS)
    .filter((name) => existsSync(entryOf(name)))
    .sort();
}

/** Loads models by what a scenario calls them, each once. */
export class Models {
  readonly #loaded = new Map<string, ModelLoad>();

  /** All files that the models are, and those that can not be loaded. */
  get files(): readonly string[] {
    return [...this.#loaded].flatMap(([path, loaded]) => (loaded.kind === 'model' ? loaded.files : [path]));
  }

  /** `reference` is a name, or a path that begins with ./ or ../ and counts from `folder`. */
  load(reference: string, folder: string): ModelLoad {
    const isFile = /^\.\.?\//.test(reference);
    const path = isFile ? resolve(folder, reference) : entryOf(reference);
    const known = this.#loaded.get(path);
    if (known !== undefined) return known;
    const missing = isFile ? missingFile(reference, path) : missingName(reference);
    const found = missing ?? loadFile(reference, path, isFile);
    this.#loaded.set(path, found);
    return found;
  }
}

/** From now on these files are loaded anew. */
export function forget(files: Iterable<string>): void {
  const { cache } = createRequire(__filename);
  for (const path of files) delete cache[path];
}

/** The same model once more, as if it had never been loaded. */
export function loadAnew({ reference, entry, files, isForeign }: LoadedModel): LoadedModel {
  forget(files);
  const loaded = loadFile(reference, entry, isForeign);
  assert(loaded.kind === 'model', `the model ${reference} can be loaded: it was`);
  return loaded;
}

function entryOf(name: string): string {
  return join(MODELS, name, isCompiled ? 'index.js' : 'index.ts');
}

function missingName(name: string): UnusableModel | undefined {
  if (/^[\w-]+$/.test(name) && existsSync(entryOf(name))) return undefined;
  const names = builtInModels();
  const there = names.length === 0 ? 'there are none' : `there is ${names.join(', ')}`;
  const file = /\.[cm]?[jt]s$/.test(name) ? `./${name}` : undefined;
  return {
    kind: 'unknown',
    message: `expected the name of a model (${there}) or a path that begins with ./, found \`${printable(name)}\``,
    suggestion: file ?? nearest(name, names),
  };
}

function missingFile(reference: string, path: string): UnusableModel | undefined {
  if (existsSync(path)) {
    return statSync(path).isFile() ? undefined : { kind: 'unknown', message: `${printable(reference)} is no file` };
  }
  const folder = dirname(path);
  const near = existsSync(folder) ? nearest(basename(path), readdirSync(folder)) : undefined;
  const suggestion = near === undefined ? undefined : reference.slice(0, -basename(path).length) + near;
  return { kind: 'unknown', message: `there is no file ${printable(reference)} beside the scenario`, suggestion };
}

function loadFile(reference: string, path: string, foreign: boolean): ModelLoad {
  try {
    if (foreign) {
      installModuleHook();
      if (/\.[cm]?ts$/.test(path)) installTypeScriptLoader();
    }
    const load = createRequire(__filename);
    const { loaded: exported, outsideOf } = listeningTo(() => load(path) as { readonly model?: unknown });
    const files = filesOf(load, path);
    const problem = modelProblem(exported.model) ?? kernelProblem(files);
    if (problem !== undefined) return { kind: 'broken', message: `${printable(reference)}: ${problem}` };
    const model = exported.model as Model;
    let hash: string | undefined;
    const outside = outsideOf({ files, entry: path });
    const loaded = { kind: 'model', reference, model, isForeign: foreign, entry: path, files, outside } as const;
    return { ...loaded, hash: () => (hash ??= fingerprint(files, path)) };
  } catch (error) {
    return { kind: 'broken', message: `${printable(reference)} can not be loaded: ${firstLines(error)}` };
  }
}

/** A second kernel makes operations that the first one does not know as such. */
function kernelProblem(files: readonly string[]): string | undefined {
  const other = files.find((path) => /[\\/]harness[\\/]sim[\\/]operation\.[jt]s$/.test(path));
  if (other === undefined) return undefined;
  return `it brings a kernel of its own, ${printable(dirname(other))}; import from 'quiesce' instead`;
}

/** What went wrong in a line: compilers and loaders say more than fits below a caret. */
function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Require stack'));
  return printable(lines.slice(0, 2).join(' '));
}
