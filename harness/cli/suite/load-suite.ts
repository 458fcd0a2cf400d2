import { resolve } from 'node:path';
import {
  diagnosticAt,
  duplicateIds,
  sorted,
  sourceOf,
  startOf,
  TEXT_MAX,
  type Diagnostic,
  type Identified,
} from '../../scenario';
import { EXIT } from '../exit-code';
import { Models } from '../model/models';
import { UsageError } from '../usage-error';
import { compileFile, type CompiledFile, type CompileSettings } from './compile-file';
import { findFiles, type FoundFile } from './find-files';
import { commonRoot, idOf, rootOf, type Root } from './identity';
import type { Instance } from './instance';
import { nearestPath } from './nearest-path';
import { belongsTo, keptBelow, type Kept } from './kept';
import { readText } from './read-text';

/** Where scenarios are when nothing else is said. */
export const DEFAULT_FOLDER = 'scenarios';

/** UTF-8 takes at most four bytes for a character. */
const BYTES_MAX = 4 * TEXT_MAX;

export interface SuiteToLoad extends CompileSettings {
  readonly globs: readonly string[];
  readonly cwd: string;
  /** What ids count from, if it was told. */
  readonly root: string | undefined;
  /** Also the failures that are kept of what is asked for. */
  readonly withKept?: boolean | undefined;
}

export interface Suite {
  /** In the order of the files' names, the instances of a file in the order of its matrix. */
  readonly instances: readonly Instance[];
  readonly files: number;
  /** Of all files, sorted. With one of them nothing is run. */
  readonly diagnostics: readonly Diagnostic[];
  /** Whole folders were given and no single files or patterns. */
  readonly wholeFolders: boolean;
  /** All failures that are kept below the same roots, if they were asked for. */
  readonly kept: readonly Kept[];
}

/** Finds, reads and compiles everything that the arguments stand for. Throws UsageError when one of them matches nothing. */
export function loadSuite(suite: SuiteToLoad, models: Models = new Models()): Suite {
  const globs = suite.globs.length > 0 ? suite.globs : [DEFAULT_FOLDER];
  const found = findFiles(globs, suite.cwd);
  if (found.unmatched.length > 0) {
    const names = found.unmatched.map((glob) => `\`${glob}\``).join(', ');
    const near = found.unmatched.flatMap((glob) => nearestPath(glob, { cwd: suite.cwd, folder: DEFAULT_FOLDER }) ?? []);
    const suggestion = near.length === 0 ? '' : `; did you mean ${near.map((path) => `\`${path}\``).join(', ')}?`;
    throw new UsageError(
      `nothing matches ${names}: expected a scenario file, a folder of them or a pattern${suggestion}`,
      EXIT.nothing,
    );
  }
  const told = suite.root === undefined ? undefined : resolve(suite.cwd, suite.root);
  const suiteRoot = told ?? commonRoot(found);
  const identityOf = (file: FoundFile): Identity => {
    const root = rootOf(file, suiteRoot, told !== undefined);
    return { root, id: idOf(file, root) };
  };
  const { files, kept } =
    suite.withKept === true ? withKept(found.files, identityOf, suite.cwd) : { files: found.files, kept: [] };
  const compiled = files.map((file) => {
    const { root, id } = identityOf(file);
    if (id.startsWith('../')) throw new UsageError(`--root ${suite.root} is not above ${file.name}`);
    return { id, ...readAndCompile(file, id, root.evident ? undefined : shown(suiteRoot, suite), models, suite) };
  });
  const identified = compiled.flatMap(({ id, tree }): readonly Identified[] =>
    tree === undefined ? [] : [{ id, tree }],
  );
  const diagnostics = [...compiled.flatMap((file) => file.diagnostics), ...duplicateIds(identified)];
  return {
    instances: compiled.flatMap(({ instances }) => instances),
    files: found.files.length,
    diagnostics: sorted(onceEach(diagnostics)),
    wholeFolders: found.wholeFolders,
    kept,
  };
}

interface Identity {
  readonly root: Root;
  readonly id: string;
}

/** These files, and those that keep failures of theirs. */
function withKept(
  files: readonly FoundFile[],
  identityOf: (file: FoundFile) => Identity,
  cwd: string,
): { readonly files: readonly FoundFile[]; readonly kept: readonly Kept[] } {
  const identities = files.map(identityOf);
  const kept = keptBelow(
    identities.map(({ root }) => root.path),
    cwd,
  );
  const ids = new Set(identities.map(({ id }) => id));
  const paths = new Set(files.map(({ path }) => path));
  const added = kept.filter(({ file, regression }) => belongsTo(regression, ids) && !paths.has(file.path));
  return { files: [...files, ...added.map(({ file }) => file)], kept };
}

function readAndCompile(
  file: FoundFile,
  id: string,
  root: string | undefined,
  models: Models,
  settings: CompileSettings,
): CompiledFile {
  const read = readText(file.path, { bytesMax: BYTES_MAX });
  if (read.kind === 'text') return compileFile({ ...file, text: read.text, id, root }, models, settings);
  const at = startOf(sourceOf(file.name, ''));
  const code = read.cause === 'size' ? 'Q102' : 'Q116';
  return { instances: [], tree: undefined, diagnostics: [diagnosticAt(at, { code, message: read.message })] };
}

/** The root as the user would type it. */
function shown(suiteRoot: string, { cwd, root }: SuiteToLoad): string {
  if (root !== undefined) return root;
  if (suiteRoot === cwd) return '.';
  return suiteRoot.startsWith(`${cwd}/`) ? suiteRoot.slice(cwd.length + 1) : suiteRoot;
}

/** What is wrong with the command line is found again in every file. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ file, line, column, code, message }) => {
    const key = JSON.stringify([file, line, column, code, message]);
    return !seen.has(key) && seen.add(key);
  });
}
