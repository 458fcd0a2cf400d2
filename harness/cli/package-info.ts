import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The folder that holds the harness and models which are running: that of the sources, or dist. */
export const codeRoot = join(__dirname, '..', '..');

export const isCompiled = basename(codeRoot) === 'dist';

/** The folder of package.json. */
export const packageRoot = isCompiled ? dirname(codeRoot) : codeRoot;

let version: string | undefined;

/** Of this package. */
export function packageVersion(): string {
  if (version === undefined) {
    const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version?: unknown };
    version = typeof manifest.version === 'string' ? manifest.version : 'unknown';
  }
  return version;
}
