import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import type * as TsNode from 'ts-node';
import { codeRoot, isCompiled, packageRoot } from '../package-info';

type Loader = (module: NodeJS.Module & { _compile(code: string, path: string): unknown }, path: string) => unknown;

/** How Node loads a file of each extension. Not in its types, but what every loader of other languages hooks into. */
interface Extensions {
  readonly _extensions: Record<string, Loader | undefined>;
}

let installed = false;

/**
 * From now on TypeScript files can be required. Types are not checked, and whatever tsconfig.json or package.json stands near a
 * model, it is loaded as CommonJS. Where this program itself runs from sources, those are left to whoever loads them.
 */
export function installTypeScriptLoader(): void {
  if (installed) return;
  installed = true;
  const { create } = createRequire(__filename)('ts-node') as typeof TsNode;
  const service = create({
    cwd: packageRoot,
    transpileOnly: true,
    skipProject: true,
    compilerOptions: { target: 'ES2023', module: 'CommonJS', esModuleInterop: true, ignoreDeprecations: '6.0' },
    moduleTypes: { '**': 'cjs' },
  });
  const { _extensions: extensions } = Module as unknown as Extensions;
  const sources = ['harness', 'models'].map((folder) => join(codeRoot, folder) + sep);
  for (const extension of ['.ts', '.cts']) {
    const others = extensions[extension];
    extensions[extension] = (module, path) => {
      const isOurs = !isCompiled && sources.some((folder) => path.startsWith(folder));
      if (others !== undefined && isOurs) return others(module, path);
      return module._compile(service.compile(readFileSync(path, 'utf8'), path), path);
    };
  }
}
