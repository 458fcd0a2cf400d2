import { relative, sep } from 'node:path';
import type { FoundFile, FoundFiles } from './find-files';

/** The folder that ids count from. */
export interface Root {
  /** Absolute. */
  readonly path: string;
  /** Whether it follows from each file's own path, whatever else was given with it. */
  readonly evident: boolean;
}

/** The suite's root for files that stand below no folder `scenarios`: the one that was told, or the common folder given. */
export function commonRoot(found: FoundFiles): string {
  const [first = sep, ...others] = found.folders;
  return others.reduce(common, first);
}

/**
 * The root for one file: the nearest folder named `scenarios` above it, else the suite's. A file that stands in the suite's
 * root itself would have the same id if it were given alone.
 */
export function rootOf(file: FoundFile, suiteRoot: string, told: boolean): Root {
  if (!told) {
    const parts = file.path.split(sep);
    const at = parts.lastIndexOf('scenarios', parts.length - 2);
    if (at > 0) return { path: parts.slice(0, at + 1).join(sep), evident: true };
  }
  return { path: suiteRoot, evident: !told && !relative(suiteRoot, file.path).includes(sep) };
}

/** A scenario's id without its matrix part: the path below the root, without extension, with forward slashes. */
export function idOf(file: FoundFile, root: Root): string {
  return relative(root.path, file.path)
    .split(sep)
    .join('/')
    .replace(/\.[^./]*$/, '');
}

/** Of an instance's id: that of its file. */
export function withoutPart(id: string): string {
  return id.split('[', 1)[0];
}

function common(a: string, b: string): string {
  const [left, right] = [a.split(sep), b.split(sep)];
  let same = 0;
  while (same < left.length && same < right.length && left[same] === right[same]) same++;
  return left.slice(0, same).join(sep) || sep;
}
