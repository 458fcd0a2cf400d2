import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

export type ReadText = { readonly kind: 'text'; readonly text: string } | Refusal;

/** Why a file was not read, as "expected this, found that". */
export interface Refusal {
  readonly kind: 'refused';
  readonly cause: 'size' | 'other';
  readonly message: string;
}

/** A file as text; bytes that are not UTF-8 become U+FFFD. Its size is looked at first, and only regular files are read. */
export function readText(path: string, { bytesMax }: { bytesMax: number }): ReadText {
  let file: number | undefined;
  try {
    // A pipe would keep us waiting for whoever writes to it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (stat.isDirectory()) return refused('other', 'expected a file, found a folder');
    if (!stat.isFile()) return refused('other', 'expected a file, found a pipe, a socket or a device');
    if (stat.size > bytesMax) {
      return refused('size', `expected at most ${bytesMax} bytes, found ${stat.size}`);
    }
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } catch (error) {
    return refused('other', `expected a file that can be read: ${reasonOf(error)}`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function refused(cause: Refusal['cause'], message: string): Refusal {
  return { kind: 'refused', cause, message };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is none of this name',
  EACCES: 'reading it is not permitted',
  EPERM: 'reading it is not permitted',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'something of this name is in the way',
};

/** What the file system said, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code !== undefined) return REASONS[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}
