import { existsSync } from 'node:fs';
import Module from 'node:module';
import { join, sep } from 'node:path';
import { codeRoot, isCompiled, packageRoot } from '../package-info';

/** How Node finds the file of a request. Not in its types, but what every loader of other languages hooks into. */
interface Resolver {
  _resolveFilename(request: string, ...rest: unknown[]): string;
}

let installed = false;

/**
 * From now on `quiesce`, required by whatever file, is the kernel that is running, and so is this package's own kernel when it
 * is required by path as source from compiled code, or the other way round. A model that had a second kernel would make
 * operations which the first one does not know as such.
 */
export function installModuleHook(): void {
  if (installed) return;
  installed = true;
  const resolver = Module as unknown as Resolver;
  const resolve = resolver._resolveFilename.bind(Module);
  const kernel = join(codeRoot, 'harness', 'sim', isCompiled ? 'index.js' : 'index.ts');
  resolver._resolveFilename = (request, ...rest): string =>
    request === 'quiesce' ? kernel : running(resolve(request, ...rest));
}

/** The file of the running harness that this file of the harness is, compiled or not. */
function running(path: string): string {
  const sources = join(packageRoot, 'harness') + sep;
  const compiled = join(packageRoot, 'dist', 'harness') + sep;
  const [from, to, extensions] = isCompiled
    ? ([sources, compiled, ['.ts', '.js']] as const)
    : ([compiled, sources, ['.js', '.ts']] as const);
  if (!path.startsWith(from) || !path.endsWith(extensions[0])) return path;
  const other = to + path.slice(from.length, -extensions[0].length) + extensions[1];
  return existsSync(other) ? other : path;
}
