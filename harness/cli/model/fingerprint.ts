import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { codeRoot } from '../package-info';

const HARNESS = join(codeRoot, 'harness') + sep;

/** The files of a loaded module and of all that it requires, the running harness and packages apart. */
export function filesOf(load: NodeJS.Require, entry: string): readonly string[] {
  const reached = new Set([load.resolve(entry)]);
  for (const path of reached) {
    for (const { filename } of load.cache[path]?.children ?? []) {
      const isOurs = filename.startsWith(HARNESS) || filename.includes(`${sep}node_modules${sep}`);
      if (!isOurs) reached.add(filename);
    }
  }
  return [...reached].sort();
}

/** A hash over the text of these files. */
export function fingerprint(files: readonly string[], entry: string): string {
  const hash = createHash('sha256');
  const folder = dirname(entry);
  for (const path of files) hash.update(relative(folder, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex').slice(0, 16);
}
