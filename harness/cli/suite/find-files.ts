import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import { folderOf, globToRegExp, isPattern } from './glob';

/** A file of a suite. */
export interface FoundFile {
  /** As the user would type it, with forward slashes. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
}

export interface FoundFiles {
  /** Sorted by name, each once. */
  readonly files: readonly FoundFile[];
  /** Arguments that no file answers to. */
  readonly unmatched: readonly string[];
  /** The folders that were given or that a file given stands in: absolute. */
  readonly folders: readonly string[];
  /** Whether whole folders were given, and nothing else. */
  readonly wholeFolders: boolean;
}

/** What a scenario file is called. */
export const SCENARIO = /\.ya?ml$/i;

/** What the arguments stand for: files, folders (all scenario files below them) and patterns. */
export function findFiles(globs: readonly string[], cwd: string): FoundFiles {
  const found = new Map<string, FoundFile>();
  const unmatched: string[] = [];
  const folders: string[] = [];
  let wholeFolders = true;
  for (const glob of globs) {
    const before = found.size;
    const add = (name: string): void => {
      const path = resolve(cwd, name);
      if (!found.has(path)) found.set(path, { name: slashed(normalize(name)), path });
    };
    const kind = kindOf(resolve(cwd, glob));
    if (kind === 'folder' && !SCENARIO.test(glob)) {
      folders.push(resolve(cwd, glob));
      for (const name of walk(glob, cwd)) add(name);
      if (found.size === before) unmatched.push(glob);
    } else if (kind !== 'nothing') {
      wholeFolders = false;
      folders.push(resolve(cwd, glob, '..'));
      add(glob);
    } else if (isPattern(glob)) {
      wholeFolders = false;
      const pattern = slashed(normalize(glob));
      const matches = globToRegExp(pattern);
      const folder = folderOf(pattern);
      const names = walk(folder, cwd).filter((name) => matches.test(slashed(normalize(name))));
      folders.push(resolve(cwd, folder));
      for (const name of names) add(name);
      if (names.length === 0) unmatched.push(glob);
    } else unmatched.push(glob);
  }
  const files = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { files, unmatched, folders, wholeFolders };
}

/** Everything below a folder that is called like a scenario; what is hidden, links to folders and node_modules are left out. */
function walk(folder: string, cwd: string): readonly string[] {
  const names: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(resolve(cwd, next))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const name = join(next, entry.name);
      // A folder that is called like a scenario is somebody's mistake: it is handed on, to be refused by name.
      if (SCENARIO.test(entry.name)) names.push(name);
      else if (entry.isDirectory()) pending.push(name);
    }
  }
  return names;
}

function entriesOf(path: string): readonly { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return isLink(path) ? 'file' : 'nothing';
  }
}

/** A link to nothing is there all the same. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function slashed(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
