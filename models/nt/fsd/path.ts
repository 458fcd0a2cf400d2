import type { Dirent } from './dirent';
import type { Vcb } from './vcb';

/** `\docs\a.txt` -> { parent: `\docs`, name: `a.txt` }; the root has an empty name. */
export function splitPath(path: string): { parent: string; name: string } {
  const at = path.lastIndexOf('\\');
  return { parent: at <= 0 ? '\\' : path.slice(0, at), name: path.slice(at + 1) };
}

/** The full path of a name in a directory. */
export function pathOf({ path }: Dirent, name: string): string {
  return path === '\\' ? `\\${name}` : `${path}\\${name}`;
}

/** What a path names on the disk. The caller holds the volume's resource. */
export function lookUp(vcb: Vcb, path: string): Dirent | undefined {
  let found: Dirent | undefined = vcb.root;
  for (const name of path.split('\\')) if (name !== '') found = found?.children.get(name);
  return found;
}
